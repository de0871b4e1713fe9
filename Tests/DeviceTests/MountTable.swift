// SPDX-License-Identifier: Apache-2.0

/// The mounts that this process sees.
enum MountTable {
    /// Whether something is mounted on `path`, a canonical path without blanks.
    static func contains(_ path: String) -> Bool {
        count(path) > 0
    }

    /// How many mounts lie on `path`, one over the other.
    static func count(_ path: String) -> Int {
        lines(on: path).count
    }

    /// The lines of /proc/self/mountinfo of the mounts on `path`.
    static func lines(on path: String) -> [Substring] {
        let table = ProcFile.text("/proc/self/mountinfo") ?? ""
        return table.split(separator: "\n").filter { line in
            let fields = line.split(separator: " ")
            return fields.count > 4 && fields[4] == path
        }
    }
}
