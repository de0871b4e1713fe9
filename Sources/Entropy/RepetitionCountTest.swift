// SPDX-License-Identifier: Apache-2.0

/// The repetition count test of SP 800-90B §4.4.1 over bytes, for H = 8 at α = 2^-60.
///
/// Here it is a liveness test of a DRBG: it sees a zeroed buffer, a stuck pipe or damaged memory, and says nothing of
/// entropy. On good bytes it fails about once in 2^64 samples.
public struct RepetitionCountTest: Sendable {
    /// So many equal samples in a row fail: C = 1 + ⌈60 / 8⌉.
    public static let cutoff = 9

    /// A of the standard, the sample that a run repeats; meaningless while the run is 0.
    private var sample: UInt8 = 0
    /// B of the standard, the length of the run up to the last byte; 0 before the first.
    private var run = 0

    /// A test that has seen nothing.
    public init() {}

    /// Takes the next bytes of the stream in any portions; false as soon as a run reaches the cut-off, and then the rest
    /// of `bytes` is not looked at and the test is over. Allocates nothing.
    public mutating func passes(_ bytes: RawSpan) -> Bool {
        var offset = 0
        while offset + Self.stride <= bytes.byteCount {
            let end = offset + Self.stride
            if Self.isQuiet(bytes, from: offset) {
                // No run inside covers an aligned group of four: the one that enters ends within four bytes, and the one
                // that leaves begins in the last four.
                guard takes(bytes, offset..<offset + 4) else { return false }
                run = 0
                guard takes(bytes, end - 4..<end) else { return false }
            } else {
                guard takes(bytes, offset..<end) else { return false }
            }
            offset = end
        }
        return takes(bytes, offset..<bytes.byteCount)
    }

    /// The test of the standard, byte by byte.
    private mutating func takes(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        for offset in range {
            let byte = bytes.byte(at: offset)
            if byte == sample {
                run += 1
                guard run < Self.cutoff else { return false }
            } else {
                sample = byte
                run = 1
            }
        }
        return true
    }

    /// Bytes that are looked at together for being quiet.
    private static let stride = 256

    /// Whether none of the aligned groups of four in the next `stride` bytes has four equal bytes.
    ///
    /// A run of the cut-off, nine bytes, covers at least one such group, wherever it begins.
    private static func isQuiet(_ bytes: RawSpan, from offset: Int) -> Bool {
        var found = false
        for place in Swift.stride(from: offset, to: offset + stride, by: 8) {
            let word = bytes.word(at: place)
            // A byte is 0 where the word's byte equals the next one.
            let differences = word ^ (word >> 8)
            found = found || differences & 0x00FF_FFFF == 0 || differences & 0x00FF_FFFF_0000_0000 == 0
        }
        return !found
    }
}
