// SPDX-License-Identifier: Apache-2.0

// From uniform bytes to a result.
extension ResultForm {
    /// The result that `input` makes: the whole content of the file, with its newline, or the raw bytes.
    ///
    /// `input` is exactly `inputCount` uniform bytes, used for this call alone; another length stops the program. Nil
    /// means that a range rejected all its candidates (probability below 2^-32): draw again. No other form gives nil.
    ///
    /// The result is built in an array reserved at its full size, so no copy of it is left in an outgrown buffer.
    /// Numbers on the way are overwritten; what the compiler kept in registers or on the stack is not. Wiping `input`
    /// and the result is the caller's duty. Pure, never blocks; an integer of 65,536 bits takes some milliseconds.
    public func format(_ input: RawSpan) -> [UInt8]? {
        precondition(input.byteCount == inputCount, "a form takes exactly inputCount bytes")
        switch self {
        case .bytes: return Self.raw(input)
        case .bits(let count): return Self.line(BitText.text(count: count.value, of: input))
        case .integer(bits: let count):
            var number = WideInteger(bits: count.value, of: input)
            return Self.line(number.takeDecimal())
        case .hex: return Self.line(Hexadecimal.text(of: input))
        case .base64: return Self.line(Base64.text(of: input))
        case .uuid: return Self.line(UUIDText.text(of: input))
        case .range(let range): return range.decimal(from: input).map(Self.line)
        }
    }

    private static func raw(_ input: RawSpan) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(input.byteCount)
        for offset in 0..<input.byteCount { bytes.append(input.byte(at: offset)) }
        return bytes
    }

    /// `text` and a newline; `text` has spare capacity for it, so nothing is copied.
    private static func line(_ text: consuming [UInt8]) -> [UInt8] {
        text.append(UInt8(ascii: "\n"))
        return text
    }
}
