// SPDX-License-Identifier: Apache-2.0

/// Decimals that have exactly one spelling: digits alone, no leading zero, no sign, no space.
///
/// A number in a file name or a command is read this way, so that two names never mean the same file.
public enum CanonicalDecimal {
    /// The number that `text` spells, or nil if it is not canonical or exceeds `UInt64.max`.
    public static func parse(_ text: some Collection<UInt8>) -> UInt64? {
        guard isCanonical(text) else { return nil }
        var value: UInt64 = 0
        for digit in text {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// Whether `text` is `0` or digits that do not begin with `0`.
    static func isCanonical(_ text: some Collection<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        guard first != UInt8(ascii: "0") || text.count == 1 else { return false }
        return text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
