// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One line of the table `nodes`.
struct Node: Equatable, Sendable {
    let id: Int
    /// Nil while no process of the worker's runs.
    let pid: pid_t?
    let source: String
    let state: String
    let restarts: Int
    let bytes: Int

    static let header = ["ID", "PID", "SOURCE", "STATE", "UPTIME", "RESTARTS", "BYTES"]

    /// Reads the whole table.
    static func parse(table: String) throws -> [Node] {
        let lines = table.split(separator: "\n")
        guard let first = lines.first, first.split(separator: " ").map(String.init) == header else {
            throw Failure("nodes has no header \(header.joined(separator: " ")):\n\(table)")
        }
        return try lines.dropFirst().map { line in
            guard let node = Node(fields: line.split(separator: " ").map(String.init)) else {
                throw Failure("not a line of nodes: \(line)")
            }
            return node
        }
    }

    private init?(fields: [String]) {
        guard fields.count == Self.header.count, let id = Int(fields[0]), let restarts = Int(fields[5]),
            let bytes = Int(fields[6])
        else { return nil }
        self.id = id
        pid = pid_t(fields[1]).flatMap { $0 > 0 ? $0 : nil }
        source = fields[2]
        state = fields[3]
        self.restarts = restarts
        self.bytes = bytes
    }
}
