// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a mount consists of outside itself, so that one can tell afterwards whether any of it is left.
struct Traces: Sendable {
    private(set) var processes: Set<ProcessIdentity> = []
    private(set) var memfds: Set<UInt64> = []

    /// Adds what the tree of processes below `holder` consists of as it is.
    mutating func note(holder: pid_t) {
        for pid in Processes.tree(of: holder) {
            if let identity = ProcessIdentity(pid) {
                processes.insert(identity)
                memfds.formUnion(Processes.memfds(pid))
            }
        }
    }

    /// What still exists, in words; empty if nothing does.
    func leftovers() -> [String] {
        let alive = processes.filter(\.isAlive).map { "process \($0.pid) (\(Processes.program($0.pid) ?? "?"))" }
        let orphans = Self.orphans().map { "orphan \($0) (\(Processes.program($0) ?? "?"))" }
        return alive + orphans + heldMemfds()
    }

    /// Kills what still runs, each by its own pid.
    func killAll() {
        for process in processes where process.isAlive {
            kill(process.pid, SIGKILL)
        }
    }

    private func heldMemfds() -> [String] {
        Processes.all().flatMap { pid in
            Processes.memfds(pid).intersection(memfds).map { "memfd \($0), held by process \(pid)" }
        }
    }

    /// Servers and workers that their parent left to init.
    private static func orphans() -> [pid_t] {
        guard let folder = try? Programs.directory() else { return [] }
        return Processes.all().filter { pid in
            let program = Processes.program(pid)
            guard program == "\(folder)/alara-server" || program == "\(folder)/alara-worker" else { return false }
            return Processes.parent(pid) == 1 && Processes.statFields(pid)?.first != "Z"
        }
    }
}
