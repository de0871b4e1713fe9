// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct ControlCommandTests {
    @Test(
        arguments: [
            ("add", .add(.openssl)), ("add openssl", .add(.openssl)), ("  add \t kernel ", .add(.kernel)),
            ("add\tcpu", .add(.cpu)), ("add file:/dev/hwrng", .add(.file(path: "/dev/hwrng"))),
            ("add remote:b.example", .add(.remote(name: "b.example"))), ("remove 0", .remove(0)),
            ("remove 18446744073709551615", .remove(.max)), ("restart 12", .restart(12)), ("quorum 1", .quorum(1)),
            ("quorum 9223372036854775807", .quorum(.max)), ("help", .help),
        ] as [(String, ControlCommand)])
    func line_whenValid_isTheCommand(line: String, command: ControlCommand) throws {
        #expect(try ControlCommand(line: line.utf8) == command)
        #expect(try ControlCommand(line: command.description.utf8) == command)
    }

    @Test(
        arguments: [
            ("", .emptyLine), (" \t ", .emptyLine), ("Add", .unknownCommand("Add")),
            ("stop 1", .unknownCommand("stop")),
            ("add,", .unknownCommand("add,")), ("add openssl kernel", .extraWord("kernel")),
            ("add foo bar", .extraWord("bar")), ("add foo", .badSource(.unknownWord("foo"))),
            ("add file:x", .badSource(.relativePath("x"))),
            ("remove", .missingWord(command: "remove", wanted: "a worker id")),
            ("restart ", .missingWord(command: "restart", wanted: "a worker id")),
            ("quorum", .missingWord(command: "quorum", wanted: "a number")), ("remove 1 2", .extraWord("2")),
            ("help me", .extraWord("me")), ("remove 01", .badNumber("01")), ("remove -1", .badNumber("-1")),
            ("remove +1", .badNumber("+1")), ("restart one", .badNumber("one")), ("remove 0x1", .badNumber("0x1")),
            ("remove 18446744073709551616", .badNumber("18446744073709551616")), ("quorum 0", .zeroQuorum),
            ("quorum 9223372036854775808", .badNumber("9223372036854775808")), ("quorum 2.5", .badNumber("2.5")),
            ("add\r", .notPrintable(Array("add\r".utf8))), ("add \u{0}", .notPrintable([0])),
            ("add file:/\u{e9}", .notPrintable(Array("file:/\u{e9}".utf8))), ("\u{7F}", .notPrintable([0x7F])),
            ("\u{1B}[2J", .notPrintable(Array("\u{1B}[2J".utf8))),
        ] as [(String, ControlError)])
    func line_whenInvalid_saysWhyInOnePrintableLine(line: String, error: ControlError) {
        #expect(throws: error) { try ControlCommand(line: line.utf8) }
        #expect(!error.description.isEmpty && error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test func reason_namesTheWordEscapedAndShortened() {
        #expect(ControlError.notPrintable([0x61, 0x07, 0xFF, 0x5C]).description.hasSuffix(#"'a\x07\xff\x5c'"#))
        let long = ControlError.unknownCommand(String(repeating: "w", count: 4096)).description
        #expect(long.contains("'" + String(repeating: "w", count: 40) + "...'"))
        #expect(ControlError.badNumber("01").description == "not a number: '01'")
    }

    @Test func line_ofRandomBytes_isAlwaysACommandOrAnError() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let line = generator.bytes(Int.random(in: 0...20, using: &generator))
            if let command = try? ControlCommand(line: line) { Issue.record("\(line) parsed to \(command)") }
        }
    }

    @Test func usage_namesEveryCommand() {
        for name in ["add", "remove", "restart", "quorum", "help"] {
            #expect(ControlCommand.usage.split(separator: "\n").contains { $0.hasPrefix(name) })
        }
    }
}
