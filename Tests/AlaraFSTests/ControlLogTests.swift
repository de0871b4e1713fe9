// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@testable import AlaraFS

/// The last results of commands, and the counts of reads.
struct ControlLogTests {
    @Test func text_hasTheLastSixteenOldestFirst() {
        let log = ControlLog()
        #expect(log.text == "")
        for number in 1...20 { log.add("ok: \(number)") }
        #expect(log.text == (5...20).map { "ok: \($0)\n" }.joined())
    }

    @Test func counters_countReadsAndBytesByKind() {
        let counters = ReadCounters()
        for _ in 0..<3 { counters.add(.bytes, bytes: 100) }
        counters.add(.nodes, bytes: 7)
        counters.add(.status, bytes: 8)
        let values = counters.metrics.map { metric in
            metric.samples.map { "\($0.labels.map(\.value).joined()) \($0.value)" }
        }
        #expect(counters.metrics.map(\.name) == ["alara_reads_total", "alara_read_bytes_total"])
        #expect(values == [["bytes integer(3)", "table integer(2)"], ["bytes integer(300)", "table integer(15)"]])
    }
}
