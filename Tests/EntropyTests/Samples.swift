// SPDX-License-Identifier: Apache-2.0

import Entropy

/// Input bytes that are easily made elsewhere: byte i is ((167 i + 13) mod 256) xor (i div 256 mod 256).
func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { (index: Int) -> UInt8 in
        UInt8(truncatingIfNeeded: 167 * index + 13) ^ UInt8(truncatingIfNeeded: index >> 8)
    }
}

extension ResultForm {
    /// The result of `bytes` as text, nil when they are rejected.
    func text(of bytes: [UInt8]) -> String? {
        format(bytes.span.bytes).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The result of exactly the pattern.
    func textOfPattern() -> String? { text(of: pattern(inputCount)) }
}
