// SPDX-License-Identifier: Apache-2.0

/// Base64 with the standard alphabet and padding, on one line (RFC 4648 §4).
enum Base64 {
    /// Characters for `count` bytes.
    static func textCount(forBytes count: Int) -> Int { (count + 2) / 3 * 4 }

    /// The characters of `input`, with one byte of spare capacity.
    static func text(of input: RawSpan) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(textCount(forBytes: input.byteCount) + 1)
        for offset in stride(from: 0, to: input.byteCount, by: 3) {
            append(input.extracting(offset..<min(offset + 3, input.byteCount)), to: &text)
        }
        return text
    }

    /// Appends the four characters of one to three bytes.
    private static func append(_ group: RawSpan, to text: inout [UInt8]) {
        var value: UInt32 = 0
        for offset in 0..<group.byteCount { value |= UInt32(group.byte(at: offset)) << UInt32(16 - 8 * offset) }
        for place in 0..<4 {
            let sextet = UInt8(value >> UInt32(18 - 6 * place) & 0x3F)
            text.append(place <= group.byteCount ? character(sextet) : UInt8(ascii: "="))
        }
    }

    /// Computed, not looked up: no memory access depends on a secret.
    private static func character(_ sextet: UInt8) -> UInt8 {
        switch sextet {
        case 0..<26: UInt8(ascii: "A") + sextet
        case 26..<52: UInt8(ascii: "a") + (sextet - 26)
        case 52..<62: UInt8(ascii: "0") + (sextet - 52)
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
