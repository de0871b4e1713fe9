// SPDX-License-Identifier: Apache-2.0

/// The mounts that this process sees.
enum MountTable {
    /// Whether something is mounted on `path`, a canonical path without blanks.
    static func contains(_ path: String) -> Bool {
        count(path) > 0
    }

    /// How many mounts lie on `path`, one over the other.
    static func count(_ path: String) -> Int {
        points().count { $0 == path }
    }

    /// The mount points below the folder `path`.
    static func points(below path: String) -> [String] {
        points().filter { $0.hasPrefix("\(path)/") }
    }

    /// All mount points, as often as something is mounted there, the oldest first.
    private static func points() -> [String] {
        let table = ProcFile.text("/proc/self/mountinfo") ?? ""
        return table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            return fields.count > 4 ? String(fields[4]) : nil
        }
    }
}
