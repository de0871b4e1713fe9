// SPDX-License-Identifier: Apache-2.0

/// Bytes as ASCII `0` and `1`, one character a bit, the most significant bit of a byte first.
public enum BitText {
    /// Bytes that `count` characters take.
    public static func inputCount(forCharacters count: Int) -> Int { (count + 7) / 8 }

    /// Fills the whole of `output` with the first `output.byteCount` bits of `input`.
    ///
    /// `input` is exactly `inputCount(forCharacters: output.byteCount)` bytes, another length stops the program; bits
    /// of its last byte that are not needed are left unused. Allocates nothing.
    public static func expand(_ input: RawSpan, into output: inout MutableRawSpan) {
        precondition(input.byteCount == inputCount(forCharacters: output.byteCount), "one byte for eight characters")
        let whole = output.byteCount / 8
        for index in 0..<whole {
            output.storeBytes(of: characters(of: input.byte(at: index)), toByteOffset: 8 * index, as: UInt64.self)
        }
        for index in 8 * whole..<output.byteCount {
            let bit = input.byte(at: whole) >> UInt8(7 - index % 8) & 1
            output.storeBytes(of: UInt8(ascii: "0") + bit, toByteOffset: index, as: UInt8.self)
        }
    }

    /// `count` characters, with one byte of spare capacity.
    static func text(count: Int, of input: RawSpan) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(count + 1)
        for index in 0..<count {
            text.append(UInt8(ascii: "0") + (input.byte(at: index / 8) >> UInt8(7 - index % 8) & 1))
        }
        return text
    }

    /// The eight characters of `byte` in memory order.
    @inline(__always)
    private static func characters(of byte: UInt8) -> UInt64 {
        // A copy of the byte in every lane, of which lane i keeps bit 7 − i; adding 0x7F carries any bit into the top one.
        let bits = UInt64(byte) &* 0x0101_0101_0101_0101 & 0x0102_0408_1020_4080
        let ones = (bits &+ 0x7F7F_7F7F_7F7F_7F7F) >> 7 & 0x0101_0101_0101_0101
        return (ones | 0x3030_3030_3030_3030).littleEndian
    }
}
