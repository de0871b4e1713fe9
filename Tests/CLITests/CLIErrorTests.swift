// SPDX-License-Identifier: Apache-2.0

import Holder
import Linux
import Testing

@testable import AlaraCLI

@Suite struct CLIErrorTests {
    static let table: [(CLIError, Int32)] = [
        (.noMount, 69), (.severalMounts(["/a", "/b"]), 64), (.notAMount("/m"), 69),
        (.unreadable("/m/bytes", .accessDenied), 77), (.unreadable("/m/bytes", .notConnected), 69),
        (.unreadable("/m/bytes", .inputOutput), 74), (.cutShort("/m/bytes"), 74), (.outputFailed(.noSpace), 74),
        (.controlForbidden("/m/control"), 77),
        (.controlRefused(command: "add x", reason: "no such source", .invalid), 64),
        (.controlRefused(command: "remove 9", reason: "no such worker", .noSuchFile), 66),
        (.controlRefused(command: "add", reason: "the pool is full", .noSpace), 75),
        (.controlRefused(command: "add cpu", reason: "it does not start", .inputOutput), 69),
        (.busy("/m", users: ["1 (cat): /m/bytes"]), 75), (.holderForbidden(7), 77), (.holderStays(7), 75),
        (.mountStays("/m"), 75), (.notReady("/m"), 69), (.system("cannot do", .invalid), 71),
    ]

    @Test(arguments: table)
    func everyError_isOneLineThatSaysWhatToDo(_ error: CLIError, _ status: Int32) {
        #expect(error.status.rawValue == status)
        #expect(!error.description.contains("\n"))
        #expect(error.description.contains(";"))
        #expect(error.description != "internal error")
    }

    @Test func busy_namesTheUsers() {
        #expect(CLIError.busy("/m", users: ["1 (cat): /m/bytes"]).description.contains("in use by 1 (cat): /m/bytes"))
    }
}
