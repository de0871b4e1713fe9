// SPDX-License-Identifier: Apache-2.0

/// The integers from a low to a high bound, both included, with 0 ≤ low ≤ high < 2^256.
public struct IntegerRange: Hashable, Sendable, CustomStringConvertible {
    /// The smallest result.
    private let low: WideInteger
    /// high − low: an offset from 0 to this one, both included, is what has to be drawn.
    private let extent: WideInteger
    /// `A-B`, the canonical decimals of both bounds: the name of this range under `sized/range`.
    public let description: String

    /// Candidates of one attempt when a candidate can be rejected.
    ///
    /// A candidate has the bits of the extent alone, so that more than half of all candidates are accepted, and an
    /// attempt fails with a probability below 2^-32.
    private static let candidates = 32

    private init?(low: WideInteger, high: WideInteger, description: String) {
        guard high.bitWidth <= 256, let extent = WideInteger.difference(high, low) else { return nil }
        self.low = low
        self.extent = extent
        self.description = description
    }

    /// The range from `low` to `high`; nil unless 0 ≤ low ≤ high < 2^256.
    public init?(low: some BinaryInteger, high: some BinaryInteger) {
        guard let first = WideInteger(low), let last = WideInteger(high) else { return nil }
        self.init(low: first, high: last, description: "\(low)-\(high)")
    }

    /// The range that `A-B` names; nil unless both are canonical decimals and 0 ≤ A ≤ B < 2^256.
    public init?(name: String) {
        let bounds = name.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        // 2^256 has 78 digits.
        guard bounds.count == 2, let low = WideInteger(decimal: bounds[0], maxDigits: 78),
            let high = WideInteger(decimal: bounds[1], maxDigits: 78)
        else { return nil }
        self.init(low: low, high: high, description: name)
    }

    /// Bytes of one candidate; one even where there is nothing to choose.
    private var candidateSize: Int { max(1, (extent.bitWidth + 7) / 8) }

    /// Uniform bytes that one attempt takes: 1 to 1,024.
    var inputCount: Int { candidateSize * (extent.isAllOnes ? 1 : Self.candidates) }

    /// The decimal of the first acceptable candidate in `input`, or nil if all of them are rejected.
    ///
    /// Unbiased: a candidate is uniform in [0, 2^k − 1], k the bits of the extent, and accepted if it does not exceed the
    /// extent; so every accepted offset is equally likely, whatever the number of candidates.
    func decimal(from input: RawSpan) -> [UInt8]? {
        for offset in stride(from: 0, to: input.byteCount, by: candidateSize) {
            var candidate = WideInteger(bits: extent.bitWidth, of: input, at: offset)
            defer { candidate.wipe() }
            guard candidate <= extent else { continue }
            var result = low + candidate
            return result.takeDecimal()
        }
        return nil
    }
}
