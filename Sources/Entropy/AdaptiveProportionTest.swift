// SPDX-License-Identifier: Apache-2.0

/// The adaptive proportion test of SP 800-90B §4.4.2 over bytes, for H = 8 at α = 2^-60.
///
/// Here it is a liveness test of a DRBG, as the repetition count test is: it sees bytes that hardly change, and says
/// nothing of entropy.
public struct AdaptiveProportionTest: Sendable {
    /// W of the standard: samples of a window, its first included.
    public static let window = 512
    /// So many samples of a window that equal its first, itself included, fail.
    ///
    /// C = 2 + the (1 − 2^-60) quantile of Binomial(511, 2^-8): the first sample always counts, so only 511 are drawn.
    public static let cutoff = 26

    /// A of the standard, the first sample of the window; meaningless while none was seen.
    private var sample: UInt8 = 0
    /// Samples of the window seen, 0 to 511.
    private var seen = 0
    /// B of the standard: those that equal the first, itself included.
    private var matches = 0

    /// A test that has seen nothing.
    public init() {}

    /// Takes the next bytes of the stream in any portions; false when a window reaches the cut-off, and then the test is
    /// over. Allocates nothing.
    public mutating func passes(_ bytes: RawSpan) -> Bool {
        var offset = 0
        while offset < bytes.byteCount {
            if seen == 0 {
                sample = bytes.byte(at: offset)
                matches = 0
            }
            let portion = min(Self.window - seen, bytes.byteCount - offset)
            matches += bytes.count(of: sample, in: offset..<offset + portion)
            guard matches < Self.cutoff else { return false }
            seen = (seen + portion) % Self.window
            offset += portion
        }
        return true
    }
}
