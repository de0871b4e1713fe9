// SPDX-License-Identifier: Apache-2.0

/// What was measured, round by round.
struct Samples: Sendable {
    private struct Cell: Hashable {
        var target: Target
        var workload: Workload
    }
    private var throughputs: [Cell: [Throughput]] = [:]
    private var figures: [Figure: [Double]] = [:]
    /// The instruction set that the mixer was measured with.
    var mixerInstructionSet: String?

    /// Nothing measured.
    init() {}

    /// Adds a throughput; every target gets one a round, so that the same places belong to the same round.
    mutating func add(_ throughput: Throughput, of target: Target, _ workload: Workload) {
        throughputs[Cell(target: target, workload: workload), default: []].append(throughput)
    }

    /// Adds one measurement of a figure.
    mutating func add(_ value: Double, of figure: Figure) { figures[figure, default: []].append(value) }

    /// Adds a figure, the floor's in the same round, and the one to the other.
    mutating func add(_ value: Double, floor: Double, of figure: Figure, _ floorFigure: Figure, _ both: Figure) {
        add(value, of: figure)
        add(floor, of: floorFigure)
        if let ratio = ratio(value, to: floor) { add(ratio, of: both) }
    }

    /// The medians. Ratios are those of single rounds, and the median of these: what slows a whole round slows both
    /// sides of its ratio.
    func report(of plan: BenchPlan) -> BenchReport {
        var report = BenchReport(plan: plan)
        for workload in plan.workloads {
            report.rows += plan.targets.compactMap { row($0, workload) }
        }
        report.figures = figures.compactMapValues(median)
        report.mixerInstructionSet = mixerInstructionSet
        return report
    }

    private func row(_ target: Target, _ workload: Workload) -> BenchReport.Row? {
        let own = throughputs[Cell(target: target, workload: workload)] ?? []
        guard let medians = Throughput.median(of: own) else { return nil }
        return BenchReport.Row(
            target: target, workload: workload, medians: medians,
            toUrandom: medianRatio(own, to: .urandom, workload, \.bytesPerSecond),
            toFloor: medianRatio(own, to: .floor, workload, \.bytesPerSecond),
            p50ToFloor: medianRatio(own, to: .floor, workload, \.p50))
    }

    private func medianRatio(
        _ own: [Throughput], to target: Target, _ workload: Workload, _ figure: (Throughput) -> Double
    ) -> Double? {
        let others = throughputs[Cell(target: target, workload: workload)] ?? []
        return median(zip(own, others).compactMap { ratio(figure($0), to: figure($1)) })
    }
}
