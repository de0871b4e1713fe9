// SPDX-License-Identifier: Apache-2.0

/// What is measured, how often and how long.
public struct BenchPlan: Sendable, Equatable {
    /// Every measurement is made so often; its medians are shown.
    public var rounds: Int
    /// One measurement of a throughput takes so long.
    public var seconds: Double
    /// Sizes of pools; the figures beside the throughputs are those of the first.
    public var pools: [Int]
    /// Bytes a read.
    public var readSizes = [32, 4096, 128 << 10, 1 << 20]
    /// Threads that read at once.
    public var readers = [1, 16]
    /// First reads after an idle second, a round and target.
    public var idleReads: Int
    /// How long nobody has read before such a read.
    public var idleSeconds = 1.0
    /// How long wake-ups are counted.
    public var wakeupSeconds: Double

    /// The folder of alara-server and alara-worker, for `alara mount --libexec`.
    public var libexec: String?

    /// The whole benchmark.
    public init(rounds: Int = 5, seconds: Double = 0.3) {
        self.rounds = rounds
        self.seconds = seconds
        pools = [3, 8, 16]
        idleReads = 4
        wakeupSeconds = 5
    }

    /// One round of short measurements of one pool: whether everything works, not how fast it is.
    public static var quick: BenchPlan {
        var plan = BenchPlan(rounds: 1, seconds: 0.05)
        plan.pools = [3]
        plan.idleReads = 1
        plan.wakeupSeconds = 1
        return plan
    }

    /// Everything that is read from.
    public var targets: [Target] { [.urandom, .floor] + pools.map { .device(workers: $0) } }

    /// Every way of reading.
    public var workloads: [Workload] {
        readSizes.flatMap { size in readers.map { Workload(readSize: size, readers: $0) } }
    }
}
