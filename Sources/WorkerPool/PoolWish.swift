// SPDX-License-Identifier: Apache-2.0

public import Entropy

/// The pool that the administrator wishes: what survives a server.
public struct PoolWish: Sendable, Equatable {
    /// A worker's id and source.
    public struct Worker: Sendable, Equatable {
        /// Its id.
        public var id: UInt64
        /// Its source.
        public var source: EntropySource

        /// A worker.
        public init(id: UInt64, source: EntropySource) {
            self.id = id
            self.source = source
        }
    }

    /// The workers, in ascending id.
    public var workers: [Worker]
    /// Contributions that every block needs.
    public var quorum: Int
    /// The id of the worker that is added next; ids are never used again.
    public var nextID: UInt64

    /// A wish.
    public init(workers: [Worker], quorum: Int, nextID: UInt64) {
        self.workers = workers
        self.quorum = quorum
        self.nextID = nextID
    }
}

/// As lines: `quorum N`, `next ID`, `worker ID SOURCE`, where % and control characters of a source are written %XX.
extension PoolWish {
    /// The text.
    public var text: String {
        let lines = workers.map { "worker \($0.id) \(Self.escape($0.source.description))\n" }
        return "quorum \(quorum)\nnext \(nextID)\n" + lines.joined()
    }

    /// Reads a text; nil when it is not one of these.
    public init?(text: String) {
        var quorum: Int?
        var next: UInt64?
        var workers: [Worker] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2)
            switch (words.first, words.count) {
            case ("quorum", 2): quorum = Int(words[1])
            case ("next", 2): next = UInt64(words[1])
            case ("worker", 3):
                guard let id = UInt64(words[1]), let word = Self.unescape(words[2]),
                    let source = try? EntropySource(word: word)
                else { return nil }
                workers.append(Worker(id: id, source: source))
            default: return nil
            }
        }
        guard let quorum, let next else { return nil }
        self.init(workers: workers, quorum: quorum, nextID: next)
    }

    private static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte > 0x20, byte != UInt8(ascii: "%"), byte != 0x7F {
                bytes.append(byte)
            } else {
                bytes += Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescape(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
