// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Maps positive values to a line of pixels by their logarithm.
struct LogScale: Sendable {
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    /// A scale of the values from `range` to the pixels from `start` to `end`, which may run backwards.
    init(_ range: ClosedRange<Double>, from start: Double, to end: Double) {
        low = log10(max(range.lowerBound, .leastNormalMagnitude))
        high = max(low + 1e-9, log10(max(range.upperBound, .leastNormalMagnitude)))
        self.start = start
        self.end = end
    }

    /// The pixel of a value; values beyond the range go to its ends.
    func position(of value: Double) -> Double {
        let share = (log10(max(value, .leastNormalMagnitude)) - low) / (high - low)
        return start + (end - start) * min(1, max(0, share))
    }

    /// The whole powers of ten that hold all positive values; 1 to 10 when there are none.
    static func decades(around values: [Double]) -> ClosedRange<Double> {
        let exponents = values.filter { $0 > 0 && $0.isFinite }.map { log10($0) }
        guard let least = exponents.min(), let most = exponents.max() else { return 1...10 }
        let low = least.rounded(.down)
        return pow(10, low)...pow(10, max(low + 1, most.rounded(.up)))
    }

    /// The powers of ten in a range.
    static func powers(in range: ClosedRange<Double>) -> [Double] {
        let low = Int(log10(range.lowerBound).rounded())
        let high = Int(log10(range.upperBound).rounded())
        return low > high ? [] : (low...high).map { pow(10, Double($0)) }
    }
}
