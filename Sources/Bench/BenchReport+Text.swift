// SPDX-License-Identifier: Apache-2.0

extension BenchReport {
    /// The report for people: how it was measured, and three tables.
    public var text: String {
        [heading, throughputTable.text, figureTable.text, goalTable.text].joined(separator: "\n")
    }

    private var heading: String {
        let rounds = plan.rounds == 1 ? "1 round" : "\(plan.rounds) rounds"
        let how = "\(rounds) of \(short(plan.seconds)) s a measurement, medians; ratios of MB/s within a round\n"
        guard let machine, machine.isBusy, let load = machine.loadAverage else { return how }
        let busy = "load average \(fixed(load, 1)) before, processors: \(machine.processors)"
        return how + "Other programs were running (\(busy)): the figures say little.\n"
    }

    private var throughputTable: TextTable {
        var table = TextTable([
            ("read", .right), ("readers", .right), ("target", .left), ("MB/s", .right), ("reads/s", .right),
            ("p50 µs", .right), ("p99 µs", .right), ("to urandom", .right), ("to floor", .right),
        ])
        var last: Workload?
        for row in rows {
            if let last, last != row.workload { table.addBlank() }
            last = row.workload
            table.add(Self.cells(row))
        }
        return table
    }

    private static func cells(_ row: Row) -> [String] {
        let medians = row.medians
        return [
            Workload.name(ofSize: row.workload.readSize), "\(row.workload.readers)", row.target.title,
            fixed(medians.bytesPerSecond / 1e6, 1), fixed(medians.readsPerSecond, 0), fixed(medians.p50 / 1000, 1),
            fixed(medians.p99 / 1000, 1), row.toUrandom.map { fixed($0, 3) } ?? "-",
            row.toFloor.map { fixed($0, 3) } ?? "-",
        ]
    }

    private var figureTable: TextTable {
        var table = TextTable([("of the pool of \(plan.pools.first ?? 3) workers", .left), ("figure", .right)])
        for (figure, value) in measuredFigures { table.add([figure.title, fixed(value, 2)]) }
        return table
    }

    private var goalTable: TextTable {
        var table = TextTable([("reach", .left), ("goal", .right), ("reached", .right), ("", .left)])
        for goal in goals {
            let value = goal.figure(self)
            let verdict = value.map { goal.limit.isMet(by: $0) ? "met" : "not met" } ?? "not measured"
            table.add([goal.title, goal.limit.text, value.map { fixed($0, 2) } ?? "-", verdict])
        }
        return table
    }
}
