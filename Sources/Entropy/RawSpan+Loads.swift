// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
    /// The byte at `offset`; stops the program when `offset` is outside the span.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        // SAFETY: the bounds are checked by the callee, and every bit pattern is a UInt8.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// The eight bytes at `offset`, the first as the least significant; stops the program when they are not all inside.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        // SAFETY: the bounds are checked by the callee, no alignment is assumed, and every bit pattern is a UInt64.
        UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// How many of the bytes in `range` equal `byte`; at most 2,040 bytes, so that a lane's count fits a byte.
    func count(of byte: UInt8, in range: Range<Int>) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= byteCount && range.count <= 2040)
        let whole = range.lowerBound + range.count / 8 * 8
        let (low, ones) = (0x7F7F_7F7F_7F7F_7F7F as UInt64, 0x0101_0101_0101_0101 as UInt64)
        let pattern = UInt64(byte) &* ones
        var lanes: UInt64 = 0
        for offset in stride(from: range.lowerBound, to: whole, by: 8) {
            // SAFETY: the precondition keeps all eight bytes inside the span; every bit pattern is a UInt64.
            let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self) ^ pattern
            // The top bit of a lane stays clear only where the word's byte is 0, which is where it equals `byte`.
            lanes &+= ~((word & low) &+ low | word) >> 7 & ones
        }
        let pairs = (lanes & 0x00FF_00FF_00FF_00FF) + (lanes >> 8 & 0x00FF_00FF_00FF_00FF)
        var count = Int((pairs &* 0x0001_0001_0001_0001) >> 48)
        for offset in whole..<range.upperBound where self.byte(at: offset) == byte { count += 1 }
        return count
    }
}
