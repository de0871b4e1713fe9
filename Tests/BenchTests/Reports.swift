// SPDX-License-Identifier: Apache-2.0

@testable import Bench

/// Reports with known figures.
enum Reports {
    static func throughput(_ megabytes: Double, p50: Double = 1000) -> Throughput {
        Throughput(bytesPerSecond: megabytes * 1e6, readsPerSecond: megabytes, p50: p50, p99: 2 * p50)
    }

    /// Of the whole plan: /dev/urandom 100 MB/s, the floor 400, a device 600 divided by its workers; a read takes 1 µs on
    /// the floor, 2 µs elsewhere. The second of three rounds is ten times slower for all.
    static func samples(of plan: BenchPlan) -> Samples {
        var samples = Samples()
        for scale in [1, 0.1, 1] {
            for workload in plan.workloads {
                samples.add(throughput(100 * scale, p50: 2000), of: .urandom, workload)
                samples.add(throughput(400 * scale, p50: 1000), of: .floor, workload)
                for pool in plan.pools {
                    samples.add(
                        throughput(600 * scale / Double(pool), p50: 2000), of: .device(workers: pool), workload)
                }
            }
        }
        for figure in Figure.allCases { samples.add(2, of: figure) }
        return samples
    }

    static let whole = samples(of: BenchPlan()).report(of: BenchPlan())
    static let empty = Samples().report(of: BenchPlan())
}
