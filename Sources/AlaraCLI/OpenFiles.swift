// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// Which programs use a mount, from the links in /proc: the device itself is not asked.
enum OpenFiles {
    /// More than these are counted, not named.
    private static let named = 10

    /// `PID (NAME): PATH` for every file of the mount that a process has open, mapped or works in. An ordinary user sees
    /// the own processes alone.
    static func users(of mountPoint: String) -> [String] {
        var users: [String] = []
        for pid in ProcessFiles.all() where pid != CurrentProcess.pid {
            var seen: Set<String> = []
            for path in paths(of: pid) where isBelow(mountPoint, path) && seen.insert(path).inserted {
                users.append("\(pid) (\(ProcessFiles.name(of: pid))): \(path)")
            }
        }
        guard users.count > named else { return users }
        return users.prefix(named) + ["\(users.count - named) more"]
    }

    /// Whether a path is the mount point or below it.
    static func isBelow(_ mountPoint: String, _ path: String) -> Bool {
        path == mountPoint || path.hasPrefix(mountPoint == "/" ? "/" : mountPoint + "/")
    }

    private static func paths(of pid: Int32) -> [String] {
        let folder = "/proc/\(pid)"
        let numbers = (try? Folder.names("\(folder)/fd")) ?? []
        let links = ["cwd", "root", "exe"].map { "\(folder)/\($0)" } + numbers.map { "\(folder)/fd/\($0)" }
        return links.compactMap(CurrentProcess.linkTarget) + mapped(ProcessFiles.text("\(folder)/maps"))
    }

    /// The files in the text of a /proc/PID/maps.
    static func mapped(_ maps: String) -> [String] {
        maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    }
}
