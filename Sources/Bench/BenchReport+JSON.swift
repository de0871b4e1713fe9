// SPDX-License-Identifier: Apache-2.0

extension BenchReport {
    /// The report for programs. Names end with their unit; what was not measured is null.
    public var json: String {
        JSONValue.object([
            ("schema", .text("alara-bench-1")),
            ("plan", planValue),
            ("machine", machine.map(Self.value) ?? .null),
            ("throughput", .array(rows.map(Self.value))),
            ("figures", .object(measuredFigures.map { ($0.figure.rawValue, .number(rounded($0.value))) })),
            ("mixer_instruction_set", mixerInstructionSet.map { .text($0) } ?? .null),
            ("reach", .array(goals.map(value))),
        ]).text
    }

    private var planValue: JSONValue {
        .object([
            ("rounds", .number(Double(plan.rounds))), ("seconds", .number(plan.seconds)),
            ("pools", .array(plan.pools.map { .number(Double($0)) })),
        ])
    }

    private static func value(_ machine: Machine) -> JSONValue {
        .object([
            ("processors", .number(Double(machine.processors))), ("load_average", .number(ifAny: machine.loadAverage)),
        ])
    }

    private static func value(_ row: Row) -> JSONValue {
        .object([
            ("target", .text(row.target.key)), ("workers", .number(ifAny: row.target.workers.map { Double($0) })),
            ("read_size", .number(Double(row.workload.readSize))), ("readers", .number(Double(row.workload.readers))),
            ("mb_per_s", .number(rounded(row.medians.bytesPerSecond / 1e6))),
            ("reads_per_s", .number(rounded(row.medians.readsPerSecond))),
            ("p50_us", .number(rounded(row.medians.p50 / 1000))), ("p99_us", .number(rounded(row.medians.p99 / 1000))),
            ("ratio_to_urandom", .number(ifAny: row.toUrandom.map(rounded))),
            ("ratio_to_floor", .number(ifAny: row.toFloor.map(rounded))),
            ("p50_ratio_to_floor", .number(ifAny: row.p50ToFloor.map(rounded))),
        ])
    }

    private func value(_ goal: Goal) -> JSONValue {
        let reached = goal.figure(self)
        return .object([
            ("goal", .text(goal.key)), ("limit", .text(goal.limit.text)),
            ("reached", .number(ifAny: reached.map(rounded))),
            ("met", reached.map { .flag(goal.limit.isMet(by: $0)) } ?? .null),
        ])
    }
}

/// With four digits after the point, more than any measurement is worth.
private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
