// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Bench

@Suite struct ReaderTests {
    @Test func group_readsForItsTime() throws {
        let readings = try ReaderGroup("/dev/zero", sizes: Array(repeating: 4096, count: 16)).run(seconds: 0.01)
        #expect(readings.count == 16)
        for reading in readings {
            #expect(reading.nanoseconds >= 10_000_000)
            #expect(reading.bytes == 4096 * reading.latencies.count)
        }
        #expect(Throughput(readings) != nil)
    }

    @Test func group_ofAFileThatEnds_fails() throws {
        let group = try ReaderGroup("/dev/null", sizes: [32, 32])
        #expect(throws: BenchError.unreadable("/dev/null", nil)) { try group.run(seconds: 0.01) }
    }

    @Test func group_ofAMissingFile_fails() {
        #expect(throws: BenchError.unreadable("/none/such", .noSuchFile)) {
            try ReaderGroup("/none/such", sizes: [32])
        }
    }
}
