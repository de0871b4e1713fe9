// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// What /proc tells of processes; nothing for one that has ended.
enum ProcessTable {
    /// The processes that have the word in their argv, in no order: of a mount point that is no one else's, its starter,
    /// its holder and its server.
    static func processes(naming word: String) -> [(pid: Int32, isServer: Bool)] {
        ((try? Folder.names("/proc")) ?? []).compactMap { name in
            guard let pid = Int32(name), pid != CurrentProcess.pid else { return nil }
            let words = text("/proc/\(pid)/cmdline").split(separator: "\0")
            guard words.contains(Substring(word)) else { return nil }
            return (pid, words[0].split(separator: "/").last == "alara-server")
        }
    }

    /// A line `KEY:\t VALUE kB` of /proc/PID/status, in MiB.
    static func mebibytes(_ key: String, of pid: Int32) -> Double? {
        number(key, in: text("/proc/\(pid)/status")).map { Double($0) / 1024 }
    }

    /// How often all threads of the processes have gone to sleep by themselves, and so woke up again.
    static func wakeups(of pids: [Int32]) -> Int {
        pids.flatMap { pid in
            ((try? Folder.names("/proc/\(pid)/task")) ?? []).map { "/proc/\(pid)/task/\($0)/status" }
        }.reduce(0) { $0 + (number("voluntary_ctxt_switches", in: text($1)) ?? 0) }
    }

    /// The number in the line that starts with the key and a colon.
    static func number(_ key: String, in text: String) -> Int? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(key):") }) else { return nil }
        return line.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
    }

    /// The text of a file; empty when it cannot be read.
    static func text(_ path: String) -> String {
        guard let file = try? FileDescriptor.open(path, .read), let bytes = try? file.readAll() else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
