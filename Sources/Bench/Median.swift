// SPDX-License-Identifier: Apache-2.0

/// The middle of the values, of two middle ones their mean; nil of none.
func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// One value to another; nil when there is nothing to divide by.
func ratio(_ value: Double?, to other: Double?) -> Double? {
    guard let value, let other, other > 0 else { return nil }
    return value / other
}
