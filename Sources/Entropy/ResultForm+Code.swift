// SPDX-License-Identifier: Apache-2.0

// A form as a small number.
extension ResultForm {
    /// Bits of `code` in use: the kind in the upper 4, the count in the lower 17.
    public static let codeBits = 21

    /// This form in the low 21 bits of a number, so that a file handle carries it over a restart of the server; nil for
    /// a range, whose bounds do not fit. Never 0. The numbers of the kinds stay as they are: an older server made them.
    public var code: UInt64? {
        switch self {
        case .bytes(let count): Self.pack(1, count.value)
        case .bits(let count): Self.pack(2, count.value)
        case .integer(bits: let count): Self.pack(3, count.value)
        case .hex(let count): Self.pack(4, count.value)
        case .base64(let count): Self.pack(5, count.value)
        case .uuid: Self.pack(6, 0)
        case .range: nil
        }
    }

    /// The form of a code; nil for a number that is none.
    public init?(code: UInt64) {
        guard code >> UInt64(Self.codeBits) == 0 else { return nil }
        let number = Int(code & 0x1FFFF)
        switch (code >> 17, Count(number)) {
        case (1, let count?): self = .bytes(count)
        case (2, let count?): self = .bits(count)
        case (3, let count?): self = .integer(bits: count)
        case (4, let count?): self = .hex(count)
        case (5, let count?): self = .base64(count)
        case (6, _) where number == 0: self = .uuid
        default: return nil
        }
    }

    private static func pack(_ kind: UInt64, _ count: Int) -> UInt64 { kind << 17 | UInt64(count) }
}
