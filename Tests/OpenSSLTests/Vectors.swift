// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files in Tests/Vectors.
enum Vectors {
    /// Where a file stands, by the place of this one.
    static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors").appending(path: name)
    }

    /// The `key = value` lines of one of CAVP's response files, in order.
    static func lines(of name: String) throws -> [(key: String, value: String)] {
        try String(contentsOf: url(name), encoding: .utf8).split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: " = ")
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }

    /// One message and its digest.
    struct Message {
        let message: [UInt8]
        let digest: String
    }

    /// The messages of a file: Len in bits, then Msg, then MD. A message of 0 bits is written as one byte.
    static func messages(of name: String) throws -> [Message] {
        var length = 0
        var message: [UInt8] = []
        var result: [Message] = []
        for (key, value) in try lines(of: name) {
            switch key {
            case "Len": length = Int(value) ?? -1
            case "Msg": message = Array(bytes(value).prefix(length / 8))
            case "MD":
                guard message.count * 8 == length else { throw CocoaError(.fileReadCorruptFile) }
                result.append(Message(message: message, digest: value))
            default: break
            }
        }
        return result
    }

    /// The bytes of hexadecimal digits.
    static func bytes(_ digits: String) -> [UInt8] {
        let nibbles = digits.utf8.map { UInt8(Character(UnicodeScalar($0)).hexDigitValue ?? 0) }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}
