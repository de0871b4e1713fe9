// SPDX-License-Identifier: Apache-2.0

/// One line of a device's `nodes`.
struct WorkerRow: Equatable {
    /// The worker.
    var id: Int
    /// Its process; nil while it has none.
    var pid: Int32?
    /// Whether it runs.
    var isRunning: Bool
    /// What it has contributed since it was added.
    var bytes: UInt64

    /// The lines of the table: ID PID SOURCE STATE UPTIME RESTARTS BYTES; lines that are none are left out.
    static func parse(_ table: String) -> [WorkerRow] {
        table.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 7, let id = Int(words[0]), let bytes = UInt64(words[6]) else { return nil }
            return WorkerRow(id: id, pid: Int32(words[1]), isRunning: words[3] == "running", bytes: bytes)
        }
    }
}
