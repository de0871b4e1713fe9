// SPDX-License-Identifier: Apache-2.0

/// The text of `status`: `key: value` lines.
///
/// First state, quorum, workers, contributing, one `workers_STATE` for every state a worker can have and
/// distinct_sources, always and in this order; then the facts of the report in theirs. What is not printable in a fact is
/// escaped, so a value never makes a line of its own.
public enum StatusText {
    /// The lines of `report`, every one ended by a newline.
    public static func render(_ report: PoolReport) -> String {
        var lines = [
            ("state", report.state.rawValue), ("quorum", String(report.quorum)),
            ("workers", String(report.workers.count)), ("contributing", String(report.contributing)),
        ]
        lines += WorkerReport.State.allCases.map { ("workers_\($0.rawValue)", String(report.count(of: $0))) }
        lines.append(("distinct_sources", String(report.distinctSources)))
        lines += report.facts.map { (Printable.word($0.key.utf8), Printable.line($0.value.utf8)) }
        return lines.map { "\($0): \($1)\n" }.joined()
    }
}
