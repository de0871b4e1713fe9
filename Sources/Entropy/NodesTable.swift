// SPDX-License-Identifier: Apache-2.0

/// The text of `nodes`: a header and one row a worker.
///
/// Columns have fixed widths, so the length of the file changes with the workers and hardly with their counters. A value
/// is one word without spaces, so that awk can read the table; a value wider than its column is shown whole. SOURCE is as
/// wide as the longest source, at least 24. UPTIME is in seconds. The row of the slowest worker ends with `slowest`.
public enum NodesTable {
    /// The table of `report`, every line ended by a newline.
    public static func render(_ report: PoolReport) -> String {
        let sources = report.workers.map { Printable.word($0.source.description.utf8) }
        let width = sources.reduce(24) { max($0, $1.utf8.count) }
        var text = row(["ID", "PID", "SOURCE", "STATE", "UPTIME", "RESTARTS", "BYTES"], sourceWidth: width)
        for (worker, source) in zip(report.workers, sources) {
            let cells = [
                String(worker.id), worker.pid.map { String($0) } ?? "-", source, worker.state.rawValue,
                String(worker.uptimeSeconds), String(worker.restarts), String(worker.contributedBytes),
            ]
            text += row(cells, sourceWidth: width, note: worker.isSlowest ? " slowest" : "")
        }
        return text
    }

    /// Numbers stand right, words left; the widths hold every value that a worker reaches in years.
    private static func row(_ cells: [String], sourceWidth: Int, note: String = "") -> String {
        let widths = [6, 7, -sourceWidth, -10, 10, 8, 20]
        let padded = zip(cells, widths).map { cell, width in
            let blank = String(repeating: " ", count: max(0, abs(width) - cell.utf8.count))
            return width < 0 ? cell + blank : blank + cell
        }
        return padded.joined(separator: " ") + note + "\n"
    }
}
