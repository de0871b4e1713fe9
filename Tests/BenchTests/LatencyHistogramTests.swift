// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bench

@Suite struct LatencyHistogramTests {
    private static func histogram(_ values: some Sequence<Int64>) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        for value in values { histogram.record(nanoseconds: value) }
        return histogram
    }

    @Test func percentile_ofNothing_isNil() {
        #expect(LatencyHistogram().percentile(0.5) == nil)
    }

    @Test func percentile_ofSmallValues_isExact() {
        let histogram = Self.histogram(1...100)
        #expect(histogram.count == 100)
        #expect(histogram.percentile(0) == 1)
        #expect(histogram.percentile(0.5) == 50)
    }

    @Test(arguments: [1, 63, 64, 65, 127, 128, 1000, 12_345, 1_000_000, 987_654_321, 1 << 40, Int64.max])
    func percentile_ofOneValue_isWithinTwoPercent(value: Int64) throws {
        let found = try #require(Self.histogram([value]).percentile(0.99))
        #expect(abs(found - Double(value)) <= Double(value) / 64)
    }

    @Test func percentile_ofAUniformSpread_isNearTheExactOne() throws {
        let histogram = Self.histogram(stride(from: 1000, through: 1_000_000, by: 1000))
        for quantile in [0.01, 0.25, 0.5, 0.9, 0.99, 1] {
            let found = try #require(histogram.percentile(quantile))
            #expect(abs(found - quantile * 1e6) <= quantile * 1e6 / 32)
        }
    }

    @Test func percentile_neverFallsAsTheQuantileGrows() {
        let histogram = Self.histogram((0..<1000).map { Int64($0) * Int64($0) * 977 })
        let found = (0...100).compactMap { histogram.percentile(Double($0) / 100) }
        #expect(found.count == 101)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func record_ofANegativeDuration_countsAsZero() {
        #expect(Self.histogram([-5]).percentile(0.5) == 0)
    }

    @Test func merge_equalsRecordingEverythingInOne() {
        var merged = Self.histogram(1...500)
        merged.merge(Self.histogram(501...1000))
        #expect(merged == Self.histogram(1...1000))
    }
}
