// SPDX-License-Identifier: Apache-2.0

/// What one name under `sized/` asks for: one result of a form and a size.
///
/// A value of this type is always within the limits; a handle keeps it, or its `code`, instead of the name.
public enum ResultForm: Hashable, Sendable {
    /// So many raw bytes.
    case bytes(Count)
    /// So many ASCII digits `0` and `1`, and a newline.
    case bits(Count)
    /// One integer, uniform in [0, 2^N − 1] for N bits, in decimal, and a newline.
    case integer(bits: Count)
    /// So many bytes as lowercase hexadecimal digits, and a newline.
    case hex(Count)
    /// So many bytes in Base64 with padding (RFC 4648 §4), on one line, and a newline.
    case base64(Count)
    /// A version 4 UUID (RFC 9562 §5.4) in lowercase, and a newline.
    case uuid
    /// One integer of a range, every one equally likely, in decimal, and a newline.
    case range(IntegerRange)

    /// How many bytes, digits or bits: 1 to 65,536.
    public struct Count: Hashable, Sendable {
        /// The largest count of every form.
        public static let limit = 65_536
        /// The count.
        public let value: Int

        /// The count `value`, or nil if it is not within 1 to 65,536.
        public init?(_ value: Int) {
            guard (1...Self.limit).contains(value) else { return nil }
            self.value = value
        }
    }
}

// Sizes.
extension ResultForm {
    /// The exact length of the result in bytes, its newline included; nil where it varies from draw to draw.
    public var fixedSize: Int? {
        switch self {
        case .bytes(let count): count.value
        case .bits(let count): count.value + 1
        case .hex(let count): 2 * count.value + 1
        case .base64(let count): Base64.textCount(forBytes: count.value) + 1
        case .uuid: UUIDText.count + 1
        case .integer, .range: nil
        }
    }

    /// Uniform bytes that one attempt at a result takes: 1 to 65,536.
    public var inputCount: Int {
        switch self {
        case .bytes(let count), .hex(let count), .base64(let count): count.value
        case .bits(let count), .integer(bits: let count): (count.value + 7) / 8
        case .uuid: UUIDText.inputCount
        case .range(let range): range.inputCount
        }
    }
}
