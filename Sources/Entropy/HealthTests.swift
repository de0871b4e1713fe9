// SPDX-License-Identifier: Apache-2.0

/// The tests that every byte of one worker passes in the server, where a lying worker cannot skip them.
///
/// They are liveness tests of a DRBG: they see a source that has stopped, is stuck or repeats itself. No entropy is
/// estimated. One value of this type belongs to one life of one worker and sees its bytes in order.
public struct HealthTests: Sendable {
    /// What failed first; once set it stays, and nothing passes any more.
    public private(set) var failure: HealthFailure?

    private var repetition = RepetitionCountTest()
    private var proportion = AdaptiveProportionTest()
    /// The last whole block of the contribution before; a tag, since contributions are not kept.
    private var previous: BlockTag?

    /// Tests that have seen nothing.
    public init() {}

    /// Judges the next contribution and gives what failed, in it or before it; nil while all is well.
    ///
    /// Blocks of 32 bytes count from the beginning of each contribution; a rest shorter than a block is judged by the byte
    /// tests alone. Fast, allocates nothing, never blocks. Keeps of the bytes a 64-bit tag, two samples and two counts.
    public mutating func check(_ contribution: RawSpan) -> HealthFailure? {
        guard failure == nil else { return failure }
        if !repetition.passes(contribution) {
            failure = .repetitionCount
        } else if !proportion.passes(contribution) {
            failure = .adaptiveProportion
        } else if repeatsBlock(contribution) {
            failure = .repeatedBlock
        }
        return failure
    }

    /// Whether a block equals its predecessor, compared directly within `bytes` and by tag with the contribution before.
    private mutating func repeatsBlock(_ bytes: RawSpan) -> Bool {
        let size = BlockTag.blockSize
        let blocks = bytes.byteCount / size
        guard blocks > 0 else { return false }
        let first = BlockTag(of: bytes.extracting(0..<size))
        guard first != previous else { return true }
        for block in 1..<blocks where Self.areEqual(bytes, (block - 1) * size, block * size) { return true }
        previous = blocks == 1 ? first : BlockTag(of: bytes.extracting((blocks - 1) * size..<blocks * size))
        return false
    }

    @inline(__always)
    private static func areEqual(_ bytes: RawSpan, _ left: Int, _ right: Int) -> Bool {
        guard bytes.word(at: left) == bytes.word(at: right) else { return false }
        return stride(from: 8, to: BlockTag.blockSize, by: 8)
            .allSatisfy { bytes.word(at: left + $0) == bytes.word(at: right + $0) }
    }
}
