// SPDX-License-Identifier: Apache-2.0

/// The outcome of one benchmark: medians of all rounds.
public struct BenchReport: Sendable {
    /// One target read in one way.
    public struct Row: Sendable, Equatable {
        /// What was read.
        public var target: Target
        /// How it was read.
        public var workload: Workload
        /// The medians of the rounds.
        public var medians: Throughput
        /// Bytes a second to those of /dev/urandom.
        public var toUrandom: Double?
        /// Bytes a second to those of the FUSE floor.
        public var toFloor: Double?
        /// The p50 of a read to the FUSE floor's.
        public var p50ToFloor: Double?
    }

    /// How it was measured.
    public var plan: BenchPlan
    /// Where it was measured; nil when that is not known.
    public var machine: Machine?
    /// By workload, then by target.
    public var rows: [Row] = []
    /// The figures beside the throughputs.
    public var figures: [Figure: Double] = [:]
    /// The instruction set that the mixer was measured with.
    public var mixerInstructionSet: String?

    /// An empty one.
    public init(plan: BenchPlan) { self.plan = plan }

    /// The row of a target; nil when it was not measured.
    public func row(_ target: Target, readSize: Int, readers: Int = 1) -> Row? {
        rows.first { $0.target == target && $0.workload == Workload(readSize: readSize, readers: readers) }
    }

    /// The figures that were measured, in their order.
    public var measuredFigures: [(figure: Figure, value: Double)] {
        Figure.allCases.compactMap { figure in figures[figure].map { (figure, $0) } }
    }
}
