// SPDX-License-Identifier: Apache-2.0

/// Bytes as lowercase hexadecimal digits, the high half of a byte first (RFC 4648 §8 in lowercase).
enum Hexadecimal {
    /// The two digits of `byte`.
    static func digits(of byte: UInt8) -> (high: UInt8, low: UInt8) {
        (digit(byte >> 4), digit(byte & 0xF))
    }

    /// The digits of `input`, with one byte of spare capacity.
    static func text(of input: RawSpan) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(2 * input.byteCount + 1)
        for offset in 0..<input.byteCount {
            let (high, low) = digits(of: input.byte(at: offset))
            text.append(high)
            text.append(low)
        }
        return text
    }

    /// Computed, not looked up: no memory access depends on a secret.
    private static func digit(_ value: UInt8) -> UInt8 {
        value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
}
