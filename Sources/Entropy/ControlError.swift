// SPDX-License-Identifier: Apache-2.0

/// Why a line written to `control` is no command. The description is one line of printable ASCII that names the word.
public enum ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line without a word.
    case emptyLine
    /// A word with a control byte or one outside of ASCII.
    case notPrintable([UInt8])
    /// The first word is no command.
    case unknownCommand(String)
    /// The command wants a word more.
    case missingWord(command: String, wanted: String)
    /// This word is one too many.
    case extraWord(String)
    /// Not a canonical decimal, or too large for any number here.
    case badNumber(String)
    /// A quorum of 0, which would let output be made of no contribution.
    case zeroQuorum
    /// The word after `add` is no source.
    case badSource(EntropySourceError)
    /// A line longer than this many bytes.
    case lineTooLong(limit: Int)

    /// The reason, for the administrator.
    public var description: String {
        switch self {
        case .emptyLine: "empty line"
        case .notPrintable(let word): "control or non-ASCII byte in \(Printable.excerpt(word))"
        case .unknownCommand(let word):
            "unknown command \(Printable.excerpt(word.utf8)): add, remove, restart, quorum or help"
        case .missingWord(let command, let wanted): "\(Printable.excerpt(command.utf8)) needs \(wanted)"
        case .extraWord(let word): "unexpected \(Printable.excerpt(word.utf8))"
        case .badNumber(let word): "not a number: \(Printable.excerpt(word.utf8))"
        case .zeroQuorum: "the quorum must be at least 1, not '0'"
        case .badSource(let cause): cause.description
        case .lineTooLong(let limit): "line longer than \(limit) bytes"
        }
    }
}
