// SPDX-License-Identifier: Apache-2.0

/// Why a word names no entropy source. The description is one line of printable ASCII.
public enum EntropySourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither a plain source nor one of the prefixes.
    case unknownWord(String)
    /// The path does not begin with `/`.
    case relativePath(String)
    /// The path has so many bytes, which is too many.
    case pathTooLong(Int)
    /// The path contains a NUL.
    case nulInPath(String)
    /// The name of a remote is empty or too long: so many bytes.
    case nameLength(Int)
    /// The name of a remote has another character than `a-z`, `0-9`, `.` and `-`.
    case badName(String)

    /// The reason, for the administrator.
    public var description: String {
        switch self {
        case .unknownWord(let word):
            "unknown source \(Printable.excerpt(word.utf8)): openssl, kernel, cpu, file:PATH or remote:NAME"
        case .relativePath(let path): "not an absolute path: \(Printable.excerpt(path.utf8))"
        case .pathTooLong(let count): "path of \(count) bytes: at most \(EntropySource.maxPathCount)"
        case .nulInPath(let path): "NUL in path \(Printable.excerpt(path.utf8))"
        case .nameLength(let count): "remote name of \(count) bytes: 1 to \(EntropySource.maxNameCount)"
        case .badName(let name): "remote name \(Printable.excerpt(name.utf8)): only a-z, 0-9, '.' and '-'"
        }
    }
}
