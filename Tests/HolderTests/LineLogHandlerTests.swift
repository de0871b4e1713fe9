// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing

@testable import Logs

@Suite struct LineLogHandlerTests {
    let handler = LineLogHandler(label: "alara", destination: .standardError, level: .info)

    func event(_ message: String, _ metadata: Logger.Metadata = [:]) -> LogEvent {
        LogEvent(
            level: .info, message: "\(message)", metadata: metadata, source: nil, file: "f", function: "f", line: 1)
    }

    @Test func keys_areSortedAndValuesQuotedWhenNeeded() {
        let line = handler.line(event("ready", ["b": "two words", "a": "1", "c": ""]))
        #expect(line == "alara: ready a=1 b=\"two words\" c=\"\"")
    }

    @Test func newlines_makeNoSecondLine() {
        #expect(handler.line(event("a\nb", ["k": "x\ty"])) == "alara: a\\u{a}b k=x\\u{9}y")
    }

    @Test func quotes_areEscaped() {
        #expect(handler.line(event("m", ["k": "say \"no\""])) == "alara: m k=\"say \\\"no\\\"\"")
    }
}
