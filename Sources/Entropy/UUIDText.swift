// SPDX-License-Identifier: Apache-2.0

/// A version 4 UUID in its lowercase text form (RFC 9562 §4 and §5.4).
enum UUIDText {
    /// Uniform bytes that a UUID takes.
    static let inputCount = 16
    /// Characters of its text.
    static let count = 36

    /// The UUID of 16 bytes, with one byte of spare capacity: version 0100 and variant 10 replace six of their bits.
    static func text(of input: RawSpan) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(count + 1)
        for offset in 0..<inputCount {
            if [4, 6, 8, 10].contains(offset) { text.append(UInt8(ascii: "-")) }
            let (high, low) = Hexadecimal.digits(of: octet(input.byte(at: offset), at: offset))
            text.append(high)
            text.append(low)
        }
        return text
    }

    private static func octet(_ byte: UInt8, at offset: Int) -> UInt8 {
        switch offset {
        case 6: byte & 0x0F | 0x40
        case 8: byte & 0x3F | 0x80
        default: byte
        }
    }
}
