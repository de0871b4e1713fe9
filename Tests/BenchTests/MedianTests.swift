// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bench

@Suite struct MedianTests {
    @Test(
        arguments: [
            ([], nil), ([4], 4), ([3, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([1, 1, 100], 1),
        ] as [([Double], Double?)])
    func median_isTheMiddle(values: [Double], expected: Double?) {
        #expect(median(values) == expected)
    }

    @Test func ratio_ofMissingOrZero_isNil() {
        #expect(ratio(nil, to: 1) == nil)
        #expect(ratio(1, to: nil) == nil)
        #expect(ratio(1, to: 0) == nil)
        #expect(ratio(3, to: 2) == 1.5)
    }

    @Test func throughput_ofReadings_addsRatesAndMergesTimes() throws {
        var slow = Reading()
        slow.latencies.record(nanoseconds: 60)
        slow.bytes = 32
        slow.nanoseconds = 1_000_000_000
        var fast = slow
        fast.nanoseconds = 500_000_000
        let both = try #require(Throughput([slow, fast]))
        #expect(both == Throughput(bytesPerSecond: 96, readsPerSecond: 3, p50: 60, p99: 60))
        #expect(Throughput([Reading()]) == nil)
    }
}
