// SPDX-License-Identifier: Apache-2.0

/// 64 bits that stand for a block of 32 bytes, so that it can be recognised without being kept.
///
/// The standard library's hasher, keyed anew in every process from the system's generator, so tags mean nothing outside of
/// the process that made them. Two different blocks have the same tag with a probability of 2^-64. With the environment
/// variable SWIFT_DETERMINISTIC_HASHING the key is fixed; the tags still tell blocks apart.
public struct BlockTag: Hashable, Sendable {
    /// Bytes of a block.
    public static let blockSize = 32

    private let value: Int

    /// The tag of the 32 bytes of `block`; another length stops the program.
    public init(of block: RawSpan) {
        precondition(block.byteCount == Self.blockSize, "a block is 32 bytes")
        var hasher = Hasher()
        for offset in stride(from: 0, to: Self.blockSize, by: 8) { hasher.combine(block.word(at: offset)) }
        value = hasher.finalize()
    }
}
