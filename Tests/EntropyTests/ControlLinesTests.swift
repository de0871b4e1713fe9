// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct ControlLinesTests {
    private func feed(_ lines: inout ControlLines, _ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try lines.feed(bytes.span.bytes).map { String(decoding: $0, as: UTF8.self) }
    }

    private func finish(_ lines: inout ControlLines) -> String? {
        lines.finish().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func feed_whenALineIsSplitOverWrites_givesItOnce() throws {
        var lines = ControlLines()
        #expect(try feed(&lines, "ad") == [])
        #expect(try feed(&lines, "") == [])
        #expect(lines.hasTail)
        #expect(try feed(&lines, "d\nremove 1\n\nqu") == ["add", "remove 1", ""])
        #expect(try feed(&lines, "orum 2\n") == ["quorum 2"])
        #expect(!lines.hasTail && finish(&lines) == nil)
    }

    @Test func finish_whenTheLastLineHasNoNewline_givesItOnce() throws {
        var lines = ControlLines()
        #expect(try feed(&lines, "help\nadd") == ["help"])
        #expect(finish(&lines) == "add")
        #expect(finish(&lines) == nil)
    }

    @Test func feed_whenALineHasExactlyTheLimit_givesIt() throws {
        var lines = ControlLines()
        let line = String(repeating: "x", count: ControlLines.limit)
        #expect(try feed(&lines, line) == [])
        #expect(try feed(&lines, "\n") == [line])
        #expect(ControlLines.limit == 4096)
    }

    @Test func feed_whenALineExceedsTheLimit_throwsAndDropsTheTail() throws {
        var lines = ControlLines()
        #expect(try feed(&lines, String(repeating: "x", count: 4000)) == [])
        #expect(throws: ControlError.lineTooLong(limit: 4096)) {
            _ = try feed(&lines, "y\n" + String(repeating: "z", count: 4097))
        }
        #expect(!lines.hasTail)
        #expect(try feed(&lines, "add\n") == ["add"])
    }

    @Test func feed_bytewise_equalsFeedingAtOnce() throws {
        let text = "add kernel\n\nremove 3\nhelp\ntail"
        var (whole, bytewise) = (ControlLines(), ControlLines())
        let expected = try feed(&whole, text)
        var lines: [String] = []
        for character in text { lines += try feed(&bytewise, String(character)) }
        #expect(lines == expected && finish(&bytewise) == finish(&whole))
    }
}
