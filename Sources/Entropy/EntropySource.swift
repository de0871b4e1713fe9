// SPDX-License-Identifier: Apache-2.0

/// Where a worker's bytes come from.
public enum EntropySource: Hashable, Sendable {
    /// OpenSSL's DRBG, reseeded from the kernel for every request.
    case openssl
    /// The kernel's generator by getrandom(2).
    case kernel
    /// The processor's RDSEED.
    case cpu
    /// A character device or FIFO at an absolute path.
    case file(path: String)
    /// Another machine, by the name it has in the list of peers.
    case remote(name: String)

    /// Bytes of the longest path of a `file` source.
    public static let maxPathCount = 1024
    /// Characters of the longest name of a `remote` source.
    public static let maxNameCount = 64
}

// The word of a source.
extension EntropySource: CustomStringConvertible {
    /// Parses `openssl`, `kernel`, `cpu`, `file:PATH` or `remote:NAME`.
    ///
    /// PATH is absolute, without NUL and at most 1,024 bytes; NAME is 1 to 64 of `a-z`, `0-9`, `.` and `-`. Whether there
    /// is such a file or peer is not looked at.
    public init(word: String) throws(EntropySourceError) {
        switch word {
        case "openssl": self = .openssl
        case "kernel": self = .kernel
        case "cpu": self = .cpu
        default:
            if word.utf8.starts(with: "file:".utf8) {
                self = .file(path: try Self.path(word.utf8.dropFirst("file:".utf8.count)))
            } else if word.utf8.starts(with: "remote:".utf8) {
                self = .remote(name: try Self.name(word.utf8.dropFirst("remote:".utf8.count)))
            } else {
                throw .unknownWord(word)
            }
        }
    }

    /// The word that parses to this source.
    public var description: String {
        switch self {
        case .openssl: "openssl"
        case .kernel: "kernel"
        case .cpu: "cpu"
        case .file(let path): "file:\(path)"
        case .remote(let name): "remote:\(name)"
        }
    }

    private static func path(_ text: Substring.UTF8View) throws(EntropySourceError) -> String {
        guard text.first == UInt8(ascii: "/") else { throw .relativePath(String(Substring(text))) }
        guard text.count <= maxPathCount else { throw .pathTooLong(text.count) }
        guard !text.contains(0) else { throw .nulInPath(String(Substring(text))) }
        return String(Substring(text))
    }

    private static func name(_ text: Substring.UTF8View) throws(EntropySourceError) -> String {
        guard (1...maxNameCount).contains(text.count) else { throw .nameLength(text.count) }
        guard text.allSatisfy(isNameCharacter) else { throw .badName(String(Substring(text))) }
        return String(Substring(text))
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
