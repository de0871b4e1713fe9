// SPDX-License-Identifier: Apache-2.0

/// How often reads took how long, in logarithmic classes of at most 1/64 relative width (as HdrHistogram's).
///
/// All memory is taken at the start: recording never allocates, so it can stand inside a timed loop.
struct LatencyHistogram: Sendable, Equatable {
    /// A power of two of classes for every power of two of nanoseconds.
    private static let precisionBits = 6
    private static let classes = (64 - precisionBits) << precisionBits
    private var counts: [UInt32]
    /// How many were recorded.
    private(set) var count = 0

    /// An empty one.
    init() { counts = [UInt32](repeating: 0, count: Self.classes) }

    /// Adds one duration; a negative one counts as 0.
    mutating func record(nanoseconds: Int64) {
        counts[Self.index(of: UInt64(max(0, nanoseconds)))] &+= 1
        count += 1
    }

    /// Adds all that another one has recorded.
    mutating func merge(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        count += other.count
    }

    /// The duration in nanoseconds that the share `quantile` (0 to 1) of all durations does not exceed: the middle of
    /// its class. Nil when nothing was recorded.
    func percentile(_ quantile: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, min(count, Int((Double(count) * quantile).rounded(.up))))
        var seen = 0
        for (index, number) in counts.enumerated() {
            seen += Int(number)
            if seen >= rank { return Self.middle(of: index) }
        }
        return nil
    }

    /// Values below 2^precisionBits have a class each; above, the exponent and the bits after the leading one.
    private static func index(of value: UInt64) -> Int {
        let exponent = 63 - value.leadingZeroBitCount
        guard exponent >= precisionBits else { return Int(value) }
        let group = exponent - precisionBits
        let inGroup = Int(value >> UInt64(group)) - (1 << precisionBits)
        return min(classes - 1, ((group + 1) << precisionBits) + inGroup)
    }

    private static func middle(of index: Int) -> Double {
        let group = (index >> precisionBits) - 1
        guard group >= 0 else { return Double(index) }
        let lowest = UInt64((1 << precisionBits) + (index & ((1 << precisionBits) - 1))) << UInt64(group)
        return Double(lowest) + Double((UInt64(1) << UInt64(group)) - 1) / 2
    }
}
