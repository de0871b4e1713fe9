// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Files of /proc, whose sizes say nothing and which may go away at any time.
enum ProcFile {
    /// The file's text, or nil if it, or the process it tells of, is gone.
    static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { return String(decoding: result, as: UTF8.self) }
            result += buffer[..<count]
        }
    }

    /// What a symbolic link of /proc says.
    static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The names in a folder of /proc, none if it is gone.
    static func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }
}

/// One process for as long as it lives: a pid may come again, with another start time.
struct ProcessIdentity: Hashable, Sendable {
    let pid: pid_t
    /// In clock ticks since boot.
    let startTime: UInt64

    /// The process that has `pid`, or nil if there is none.
    init?(_ pid: pid_t) {
        guard let fields = Processes.statFields(pid), fields.count > 19, let start = UInt64(fields[19]) else {
            return nil
        }
        self.pid = pid
        startTime = start
    }

    /// Whether it still runs; a zombie does not.
    var isAlive: Bool {
        ProcessIdentity(pid) == self && Processes.statFields(pid)?.first != "Z"
    }
}

/// What /proc tells of all processes.
enum Processes {
    static func all() -> [pid_t] {
        ProcFile.names("/proc").compactMap { pid_t($0) }
    }

    /// The fields of /proc/PID/stat from the third, `state`, on; the second may hold blanks.
    static func statFields(_ pid: pid_t) -> [Substring]? {
        guard let stat = ProcFile.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        return stat[stat.index(after: end)...].split(separator: " ")
    }

    static func parent(_ pid: pid_t) -> pid_t? {
        statFields(pid).flatMap { $0.count > 1 ? pid_t($0[1]) : nil }
    }

    static func children(of pid: pid_t) -> [pid_t] {
        all().filter { parent($0) == pid }
    }

    /// `pid` and all that descend from it.
    static func tree(of pid: pid_t) -> [pid_t] {
        var parents: [pid_t: [pid_t]] = [:]
        for process in all() {
            parents[parent(process) ?? 0, default: []].append(process)
        }
        var result = [pid]
        var next = 0
        while next < result.count {
            result += parents[result[next]] ?? []
            next += 1
        }
        return result
    }

    /// The file that a process runs.
    static func program(_ pid: pid_t) -> String? {
        ProcFile.link("/proc/\(pid)/exe")
    }

    /// A field of /proc/PID/status, without the blanks around it.
    static func status(_ pid: pid_t, _ key: String) -> String? {
        let lines = ProcFile.text("/proc/\(pid)/status")?.split(separator: "\n") ?? []
        return lines.first { $0.hasPrefix("\(key):") }
            .map { $0.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// Resident memory in KiB.
    static func residentKiB(_ pid: pid_t) throws -> Int {
        guard let value = status(pid, "VmRSS")?.split(separator: " ").first.flatMap({ Int($0) }) else {
            throw Failure("/proc/\(pid)/status has no VmRSS")
        }
        return value
    }

    /// The inode of a memfd's descriptor or of its mapping. All memfds are on one mount inside the kernel.
    static func memfds(_ pid: pid_t) -> Set<UInt64> {
        memfdDescriptors(pid).union(memfdMappings(pid))
    }

    static func memfdDescriptors(_ pid: pid_t) -> Set<UInt64> {
        var result: Set<UInt64> = []
        for name in ProcFile.names("/proc/\(pid)/fd") {
            let path = "/proc/\(pid)/fd/\(name)"
            var information = stat()
            if ProcFile.link(path)?.hasPrefix("/memfd:") == true, stat(path, &information) == 0 {
                result.insert(UInt64(information.st_ino))
            }
        }
        return result
    }

    static func memfdMappings(_ pid: pid_t) -> Set<UInt64> {
        let lines = ProcFile.text("/proc/\(pid)/maps")?.split(separator: "\n") ?? []
        return Set(lines.filter { $0.contains("/memfd:") }.compactMap { UInt64($0.split(separator: " ")[4]) })
    }
}
