// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bench

@Suite struct SamplesTests {
    @Test func report_hasARowForEveryTargetAndWorkload() {
        let plan = BenchPlan()
        #expect(Reports.whole.rows.count == plan.targets.count * plan.workloads.count)
        #expect(Reports.whole.rows.map(\.target).prefix(5) == plan.targets[...])
        #expect(Reports.empty.rows.isEmpty)
    }

    @Test func report_ofRounds_givesMedians() throws {
        let row = try #require(Reports.whole.row(.device(workers: 3), readSize: 4096))
        #expect(row.medians.bytesPerSecond == 200e6)
        #expect(row.toUrandom == 2)
        #expect(row.toFloor == 0.5)
        #expect(row.p50ToFloor == 2)
    }

    @Test func ratios_areThoseOfSingleRounds() throws {
        var samples = Samples()
        let workload = Workload(readSize: 32, readers: 1)
        for (device, urandom) in [(10.0, 100.0), (30, 100), (2000, 10_000)] {
            samples.add(Reports.throughput(urandom), of: .urandom, workload)
            samples.add(Reports.throughput(device), of: .device(workers: 3), workload)
        }
        let row = try #require(samples.report(of: BenchPlan()).row(.device(workers: 3), readSize: 32))
        #expect(try abs(#require(row.toUrandom) - 0.2) < 1e-12)
        #expect(row.toFloor == nil)
    }

    @Test func figures_withTheirFloor_haveARatio() {
        var samples = Samples()
        samples.add(30, floor: 10, of: .idleRead, .idleReadFloor, .idleReadRatio)
        samples.add(40, floor: 10, of: .idleRead, .idleReadFloor, .idleReadRatio)
        let report = samples.report(of: BenchPlan())
        #expect(report.figures == [.idleRead: 35, .idleReadFloor: 10, .idleReadRatio: 3.5])
    }
}
