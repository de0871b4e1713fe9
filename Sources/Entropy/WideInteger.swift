// SPDX-License-Identifier: Apache-2.0

/// A non-negative integer of any width, in an array that can be wiped.
///
/// It does what the text forms need and no more: bytes to number, number to decimal and back, compare, add, subtract.
/// A general big-integer type copies its digits freely; this one works in place, so that its holder can wipe it.
struct WideInteger: Hashable, Sendable {
    /// 32-bit digits, the least significant first.
    ///
    /// INVARIANT: never empty; the last is not zero unless it is the only one.
    private(set) var limbs: [UInt32]

    private init(limbs: [UInt32]) {
        self.limbs = limbs
        trim()
    }

    /// The value of an integer, or nil if it is negative.
    init?(_ value: some BinaryInteger) {
        guard value.signum() >= 0 else { return nil }
        var limbs: [UInt32] = []
        for word in value.words {
            limbs.append(UInt32(truncatingIfNeeded: word))
            limbs.append(UInt32(truncatingIfNeeded: UInt64(word) >> 32))
        }
        self.init(limbs: limbs)
    }

    /// The number that canonical decimal `text` spells, or nil if it is not canonical or longer than `maxDigits`.
    init?(decimal text: some Collection<UInt8>, maxDigits: Int) {
        guard text.count <= maxDigits, CanonicalDecimal.isCanonical(text) else { return nil }
        limbs = [0]
        for digit in text { multiply(by: 10, adding: UInt32(digit - UInt8(ascii: "0"))) }
    }

    /// The low `bits` bits of the big-endian number that the (bits + 7) / 8 bytes of `input` from `offset` on spell.
    init(bits: Int, of input: RawSpan, at offset: Int = 0) {
        let byteCount = (bits + 7) / 8
        limbs = [UInt32](repeating: 0, count: (byteCount + 3) / 4)
        for index in 0..<byteCount {
            let place = byteCount - 1 - index
            let mask: UInt8 = index == 0 ? 0xFF >> UInt8(byteCount * 8 - bits) : 0xFF
            limbs[place / 4] |= UInt32(input.byte(at: offset + index) & mask) << UInt32(place % 4 * 8)
        }
        trim()
    }

    /// Bits up to the highest one that is set; 0 for zero.
    var bitWidth: Int { limbs.count * 32 - limbs[limbs.count - 1].leadingZeroBitCount }

    /// Whether the value is 2^n − 1 for some n, 0 included.
    var isAllOnes: Bool { limbs.reduce(0) { $0 + $1.nonzeroBitCount } == bitWidth }

    /// Overwrites the digits; the value is 0 afterwards.
    mutating func wipe() {
        Entropy.wipe(&limbs)
        trim()
    }

    /// Drops leading zeros in place.
    private mutating func trim() {
        while limbs.count > 1, limbs[limbs.count - 1] == 0 { limbs.removeLast() }
        if limbs.isEmpty { limbs = [0] }
    }
}

// Arithmetic.
extension WideInteger: Comparable {
    /// Compares by value.
    static func < (left: WideInteger, right: WideInteger) -> Bool {
        guard left.limbs.count == right.limbs.count else { return left.limbs.count < right.limbs.count }
        for index in left.limbs.indices.reversed() where left.limbs[index] != right.limbs[index] {
            return left.limbs[index] < right.limbs[index]
        }
        return false
    }

    /// Replaces the value with value × `factor` + `addend`.
    mutating func multiply(by factor: UInt32, adding addend: UInt32) {
        var carry = UInt64(addend)
        for index in limbs.indices {
            carry += UInt64(limbs[index]) * UInt64(factor)
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry != 0 { limbs.append(UInt32(carry)) }
    }

    /// Replaces the value with its quotient by `divisor` and gives the remainder.
    mutating func divide(by divisor: UInt32) -> UInt32 {
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            let dividend = remainder << 32 | UInt64(limbs[index])
            limbs[index] = UInt32(truncatingIfNeeded: dividend / UInt64(divisor))
            remainder = dividend % UInt64(divisor)
        }
        trim()
        return UInt32(remainder)
    }

    /// left + right, digit by digit into an array reserved at its full size.
    static func + (left: WideInteger, right: WideInteger) -> WideInteger {
        var sum: [UInt32] = []
        sum.reserveCapacity(max(left.limbs.count, right.limbs.count) + 1)
        var carry: UInt64 = 0
        for index in 0..<max(left.limbs.count, right.limbs.count) {
            carry += UInt64(left.limb(index)) + UInt64(right.limb(index))
            sum.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        sum.append(UInt32(carry))
        return WideInteger(limbs: sum)
    }

    /// left − right; nil when that is negative.
    static func difference(_ left: WideInteger, _ right: WideInteger) -> WideInteger? {
        guard left >= right else { return nil }
        var borrow: Int64 = 0
        let limbs = left.limbs.indices.map { index -> UInt32 in
            let digit = Int64(left.limb(index)) - Int64(right.limb(index)) + borrow
            borrow = digit >> 32
            return UInt32(truncatingIfNeeded: digit)
        }
        return WideInteger(limbs: limbs)
    }

    private func limb(_ index: Int) -> UInt32 { index < limbs.count ? limbs[index] : 0 }
}

// Decimal text.
extension WideInteger {
    /// The decimal digits of the value as ASCII, with one byte of spare capacity; the value itself is divided down to 0.
    ///
    /// Takes time quadratic in the width: some milliseconds for 65,536 bits.
    mutating func takeDecimal() -> [UInt8] {
        // Nine decimal digits a division; 29 bits make fewer than nine digits, so this never grows.
        var groups: [UInt32] = []
        groups.reserveCapacity(bitWidth / 29 + 1)
        repeat { groups.append(divide(by: 1_000_000_000)) } while self != Self.zero
        defer { Entropy.wipe(&groups) }

        var text: [UInt8] = []
        text.reserveCapacity(groups.count * 9 + 1)
        for group in groups.reversed() { Self.append(group, to: &text) }
        return text
    }

    private static let zero = WideInteger(limbs: [0])

    /// Appends nine digits, without leading zeros at the beginning of the text.
    private static func append(_ group: UInt32, to text: inout [UInt8]) {
        var divisor: UInt32 = 100_000_000
        while divisor > 0 {
            let digit = UInt8(group / divisor % 10)
            if digit != 0 || !text.isEmpty || divisor == 1 { text.append(UInt8(ascii: "0") + digit) }
            divisor /= 10
        }
    }
}
