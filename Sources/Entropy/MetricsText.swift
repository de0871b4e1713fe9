// SPDX-License-Identifier: Apache-2.0

/// The text of `metrics`: Prometheus' text exposition format, version 0.0.4.
///
/// `alara_workers{state}`, `alara_quorum`, then of every worker, by id and source, `alara_worker_contributed_bytes_total`,
/// `alara_worker_restarts_total` and `alara_worker_up`, then what the caller adds.
public enum MetricsText {
    /// The metrics of `report` and then `further`, whose names are others than the above and each other's.
    public static func render(_ report: PoolReport, further: [Metric] = []) -> String {
        (ofPool(report) + ofWorkers(report.workers) + further).map(text).joined()
    }

    private static func ofPool(_ report: PoolReport) -> [Metric] {
        let states = WorkerReport.State.allCases.map { state -> Metric.Sample in
            let count = UInt64(report.count(of: state))
            return (labels: [(name: "state", value: state.rawValue)], value: Metric.Value.integer(count))
        }
        return [
            Metric(name: "alara_workers", help: "Workers by state.", kind: .gauge, samples: states),
            Metric(
                name: "alara_quorum", help: "Contributions that every block needs.", kind: .gauge,
                value: .integer(UInt64(clamping: report.quorum))),
        ]
    }

    private static func ofWorkers(_ workers: [WorkerReport]) -> [Metric] {
        func samples(_ value: (WorkerReport) -> UInt64) -> [Metric.Sample] {
            workers.map { worker in
                let (id, source) = (String(worker.id), worker.source.description)
                return (
                    labels: [(name: "id", value: id), (name: "source", value: source)], value: .integer(value(worker))
                )
            }
        }
        return [
            Metric(
                name: "alara_worker_contributed_bytes_total", help: "Bytes that a worker gave to the pool.",
                kind: .counter, samples: samples { $0.contributedBytes }),
            Metric(
                name: "alara_worker_restarts_total", help: "How often a worker was started again.", kind: .counter,
                samples: samples { UInt64(clamping: $0.restarts) }),
            Metric(
                name: "alara_worker_up", help: "1 if a worker is running, else 0.", kind: .gauge,
                samples: samples { $0.state == .running ? 1 : 0 }),
        ]
    }

    private static func text(of metric: Metric) -> String {
        var text = "# HELP \(metric.name) \(escaped(metric.help, quote: false))\n"
        text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
        for sample in metric.samples {
            let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quote: true))\"" }.joined(separator: ",")
            text += "\(metric.name)\(labels.isEmpty ? "" : "{\(labels)}") \(number(sample.value))\n"
        }
        return text
    }

    /// Escapes backslash and newline, and in a label's value the double quote.
    private static func escaped(_ text: String, quote: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quote: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func number(_ value: Metric.Value) -> String {
        switch value {
        case .integer(let count): String(count)
        case .real(let measure) where measure.isNaN: "NaN"
        case .real(let measure) where measure.isInfinite: measure < 0 ? "-Inf" : "+Inf"
        case .real(let measure): "\(measure)"
        }
    }
}
