// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// What /proc tells of processes; empty for one that has ended or may not be seen.
enum ProcessFiles {
    /// The ids of all processes.
    static func all() -> [Int32] {
        ((try? Folder.names("/proc")) ?? []).compactMap { Int32($0) }
    }

    /// argv.
    static func words(of pid: Int32) -> [String] {
        text("/proc/\(pid)/cmdline").split(separator: "\0").map(String.init)
    }

    /// The short name, as ps(1) shows it.
    static func name(of pid: Int32) -> String {
        String(text("/proc/\(pid)/comm").prefix { $0 != "\n" })
    }

    /// The real user.
    static func user(of pid: Int32) -> UInt32? {
        let line = text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("Uid:") }
        return line?.split { $0 == "\t" || $0 == " " }.dropFirst().first.flatMap { UInt32($0) }
    }

    /// The text of a file of /proc.
    static func text(_ path: String) -> String {
        guard let file = try? FileDescriptor.open(path, .read), let bytes = try? file.readAll() else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
