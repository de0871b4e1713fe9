// SPDX-License-Identifier: Apache-2.0

/// One command of the `control` file.
public enum ControlCommand: Hashable, Sendable {
    /// Start one more worker of this source.
    case add(EntropySource)
    /// Stop the worker of this id for good.
    case remove(UInt64)
    /// Stop the worker of this id and start it anew.
    case restart(UInt64)
    /// Let no output be made of fewer contributions than this; at least 1.
    case quorum(Int)
    /// Change nothing; the read-back always shows the commands.
    case help

    /// The commands, one a line, for the read-back.
    public static let usage = """
        add [SOURCE]    start a worker: openssl (default), kernel, cpu, file:PATH, remote:NAME
        remove ID       stop a worker for good
        restart ID      stop a worker and start it anew
        quorum N        contributions that every block needs
        help            change nothing

        """
}

// One line as bytes.
extension ControlCommand: CustomStringConvertible {
    /// Parses one line without its newline: words of printable ASCII separated by spaces and tabs.
    ///
    /// Numbers are canonical decimals. A path with a space or with other than ASCII cannot be named this way. Whether a
    /// worker exists, and whether a quorum can be met, is for the pool to say.
    public init(line: some Collection<UInt8>) throws(ControlError) {
        var words = try Self.words(of: line)[...]
        guard let name = words.popFirst() else { throw .emptyLine }
        switch name {
        case "add":
            self = .add(words.isEmpty ? .openssl : try Self.source(try Self.argument(of: name, "a source", in: words)))
        case "remove": self = .remove(try Self.number(try Self.argument(of: name, "a worker id", in: words)))
        case "restart": self = .restart(try Self.number(try Self.argument(of: name, "a worker id", in: words)))
        case "quorum": self = .quorum(try Self.quorum(try Self.argument(of: name, "a number", in: words)))
        case "help":
            if let extra = words.first { throw .extraWord(extra) }
            self = .help
        default: throw .unknownCommand(name)
        }
    }

    /// The line that parses to this command, if the source's word has no space.
    public var description: String {
        switch self {
        case .add(let source): "add \(source)"
        case .remove(let id): "remove \(id)"
        case .restart(let id): "restart \(id)"
        case .quorum(let count): "quorum \(count)"
        case .help: "help"
        }
    }

    private static func words(of line: some Collection<UInt8>) throws(ControlError) -> [String] {
        var words: [String] = []
        for word in line.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
            guard word.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .notPrintable(Array(word)) }
            words.append(String(decoding: word, as: UTF8.self))
        }
        return words
    }

    /// The only word that follows a command.
    private static func argument(
        of command: String, _ wanted: String, in words: ArraySlice<String>
    ) throws(ControlError) -> String {
        guard let word = words.first else { throw .missingWord(command: command, wanted: wanted) }
        if let extra = words.dropFirst().first { throw .extraWord(extra) }
        return word
    }

    private static func source(_ word: String) throws(ControlError) -> EntropySource {
        do { return try EntropySource(word: word) } catch { throw .badSource(error) }
    }

    private static func number(_ word: String) throws(ControlError) -> UInt64 {
        guard let number = CanonicalDecimal.parse(word.utf8) else { throw .badNumber(word) }
        return number
    }

    private static func quorum(_ word: String) throws(ControlError) -> Int {
        guard let count = Int(exactly: try number(word)) else { throw .badNumber(word) }
        guard count >= 1 else { throw .zeroQuorum }
        return count
    }
}
