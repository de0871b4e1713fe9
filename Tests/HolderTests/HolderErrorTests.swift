// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Holder

@Suite struct HolderErrorTests {
    static let table: [(HolderError, Int32)] = [
        (.mountPointMissing("/m"), 66), (.mountPointNotDirectory("/m"), 66),
        (.mountPointUnreachable("/m", .inputOutput), 66), (.mountPointForbidden("/m"), 77),
        (.alreadyMounted("/m"), 73), (.optionRefused("x", "is unknown; leave it out"), 64), (.fuseMissing, 69),
        (.fuseForbidden, 77), (.fuseUnusable(.noDevice), 69), (.fusermountMissing, 69),
        (.programMissing("alara-server", folders: ["/a", "/b"]), 69), (.mountRefused("/m", reason: "no"), 73),
        (.busy("/m"), 75), (.notMounted("/m"), 66), (.unmountForbidden("/m"), 77),
        (.unmountFailed("/m", reason: "no"), 71), (.system("cannot do", .invalid), 71),
    ]

    @Test(arguments: table)
    func everyError_isOneLineThatSaysWhatToDo(_ error: HolderError, _ status: Int32) {
        #expect(error.status.rawValue == status)
        #expect(!error.description.contains("\n"))
        #expect(error.description.contains(";"))
        #expect(error.description != "internal error")
    }

    @Test(arguments: [
        ("/bin/fusermount3: failed to unmount /m: Device or resource busy", HolderError.busy("/m")),
        ("/bin/fusermount3: failed to unmount /m: Operation not permitted", .unmountForbidden("/m")),
        ("/bin/fusermount3: entry for /m not found in /etc/mtab", .unmountForbidden("/m")),
        ("signal 9", .unmountFailed("/m", reason: "signal 9")),
    ])
    func fusermount_isUnderstood(_ message: String, _ error: HolderError) {
        #expect(Fusermount.explain(message, "/m") == error)
    }

    @Test func programs_areLookedForBesideAndInLibexec() {
        #expect(Programs.folders(libexec: nil, programFolder: "/usr/bin") == ["/usr/bin", "/usr/libexec/alara"])
        #expect(Programs.folders(libexec: "/x", programFolder: "/usr/bin") == ["/x"])
        #expect(Programs.folders(libexec: nil, programFolder: nil).isEmpty)
    }

    @Test func mountPoint_isRefusedWhenMissingOrAFile() {
        #expect(throws: HolderError.mountPointMissing("/nowhere/at/all")) {
            try MountPoint.checked("/nowhere/at/all")
        }
        #expect(throws: HolderError.mountPointNotDirectory("/proc/version")) {
            try MountPoint.checked("/proc/version")
        }
    }

    @Test func server_isToldInWords() {
        var configuration = HolderConfiguration(mountPoint: "m", sources: ["openssl", "kernel"])
        var words = ServerArguments.words(for: configuration, mountPoint: "/m")
        #expect(words[0...2] == ["alara-server", "/m", "0"])
        #expect(words[5...] == ["stderr", "info", "openssl", "kernel"])
        configuration.quorum = 2
        configuration.readyDescriptor = 3
        words = ServerArguments.words(for: configuration, mountPoint: "/m")
        #expect(words[2] == "2")
        #expect(words[5] == "syslog")
    }
}
