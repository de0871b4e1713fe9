// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization
import Testing

/// A running device, mounted in a folder of its own by `alara mount` in the foreground.
///
/// The tests touch its files through child processes alone, which can be killed: a read that never returns would
/// otherwise take the whole test run with it.
final class Mount: Sendable {
    /// The private folder that holds the mount point; scripts find it in `$DIR`.
    let directory: String
    /// The mount point; scripts find it in `$MNT`.
    let path: String
    let holder: Child
    private let traces = Mutex(Traces())

    /// Starts the holder; the device may not answer yet.
    fileprivate init(directory: String, arguments: [String]) throws {
        self.directory = directory
        path = "\(directory)/mnt"
        guard mkdir(path, 0o755) == 0 else {
            throw Failure("cannot make \(path): \(String(cString: strerror(errno)))")
        }
        holder = try Child(
            "\(Programs.directory())/alara", ["mount", path] + arguments, environment: childEnvironment(),
            leadsGroup: false)
    }

    /// Remembers which processes and memfds the device consists of, for the search for leftovers.
    func noteTraces() {
        traces.withLock { $0.note(holder: holder.pid) }
    }

    var serverPID: pid_t {
        get throws {
            let shown = try status()["server_pid"]
            guard let pid = shown.flatMap({ pid_t($0) }) else {
                throw Failure("status has no server_pid")
            }
            return pid
        }
    }
}

// MARK: - Starting and ending

/// How a mount is started and what it is waited for.
struct MountOptions: Sendable {
    var workers = 3
    var quorum: Int?
    var sources: [String] = []
    /// The `state` that `status` must show before the tests begin.
    var state = "ready"

    var arguments: [String] {
        ["--workers", "\(workers)"] + (quorum.map { ["--quorum", "\($0)"] } ?? [])
            + sources.flatMap { ["--source", $0] }
    }
}

/// Runs `body` on a fresh mount. The mount is ended however `body` ends, and whatever is left of it then, a process, a
/// mount or a memfd, is a failure of the test.
func withMount(
    _ options: MountOptions = MountOptions(), _ body: (Mount) async throws -> Void
) async throws {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    try await withMount(options, in: directory, body)
}

/// The same in a folder that the caller has prepared and removes.
func withMount(
    _ options: MountOptions, in directory: TemporaryDirectory, _ body: (Mount) async throws -> Void
) async throws {
    try Prerequisites.requireRootAndFUSE()
    let mount = try Mount(directory: directory.path, arguments: options.arguments)
    do {
        try mount.waitUntilUp(options)
        try await body(mount)
    } catch {
        mount.end()
        throw error
    }
    mount.end()
}

extension Mount {
    /// Waits until `status` answers, shows the wanted state and, if that is `ready`, every worker runs.
    fileprivate func waitUntilUp(_ options: MountOptions) throws {
        do {
            try wait(for: "the mount on \(path) to answer", within: 20) {
                if let exit = holder.exit() {
                    throw Failure("alara mount \(options.arguments) ended with \(exit)")
                }
                noteTraces()
                return isUp(options)
            }
        } catch {
            throw Failure("\(error)\nthe holder's stderr: \(holder.errors.text.suffix(4000))")
        }
        noteTraces()
    }

    /// Whether the files answer and show what the options want; not yet if one cannot be read.
    private func isUp(_ options: MountOptions) -> Bool {
        guard MountTable.contains(path), let status = try? status(), status["state"] == options.state else {
            return false
        }
        guard options.state == "ready" else { return true }
        return (try? nodes())?.allSatisfy { $0.state == "running" } ?? false
    }

    /// Ends the device and records what is left of it.
    fileprivate func end() {
        noteTraces()
        stopHolder()
        if MountTable.contains(path) {
            Issue.record("still mounted after the holder's end: \(path)")
            while umount2(path, Int32(MNT_DETACH)) == 0 {}
        }
        let traces = traces.withLock { $0 }
        do {
            try wait(for: "everything of the device to be gone", within: 5) { traces.leftovers().isEmpty }
        } catch {
            Issue.record("left after the end: \(traces.leftovers().joined(separator: ", "))")
            traces.killAll()
        }
    }

    private func stopHolder() {
        guard holder.exit() == nil else { return }
        holder.signal(SIGTERM)
        do {
            _ = try holder.wait("the holder after SIGTERM", within: 20)
        } catch {
            Issue.record("\(error); its stderr: \(holder.errors.text.suffix(4000))")
            holder.signal(SIGKILL)
            traces.withLock { $0 }.killAll()
            _ = try? holder.wait("the killed holder", within: 5)
        }
    }
}

// MARK: - Using it

extension Mount {
    /// Runs a bash script, which must exit with 0, and gives what it printed.
    @discardableResult
    func run(_ script: String, timeout: Double = 60) throws -> String {
        try outcome(script, timeout: timeout).checked(script).text
    }

    /// Runs a bash script and gives how it ended.
    func outcome(_ script: String, timeout: Double = 60) throws -> Outcome {
        try shell(script, environment: environment, timeout: timeout)
    }

    private var environment: [String: String] {
        ["MNT": path, "DIR": directory]
    }

    /// Runs a Python script, which must exit with 0, and gives what it printed. It finds the mount point in `mnt` and
    /// `arguments` from `sys.argv[2]` on.
    @discardableResult
    func python(_ script: String, _ arguments: [String] = [], timeout: Double = 60) throws -> String {
        try DeviceTests.python(script, [path] + arguments, environment: environment, timeout: timeout)
            .checked(script).text
    }

    /// The text of one of the device's files.
    func text(_ file: String) throws -> String {
        try run("cat \"$MNT/\(file)\"", timeout: 10)
    }

    /// The pool's workers.
    func nodes() throws -> [Node] {
        try Node.parse(table: text("nodes"))
    }

    /// The worker with an id.
    func node(_ id: Int) throws -> Node {
        guard let node = try nodes().first(where: { $0.id == id }) else {
            throw Failure("no worker \(id) in nodes")
        }
        return node
    }

    /// The pid of a worker's process.
    func pid(_ id: Int) throws -> pid_t {
        guard let pid = try node(id).pid else {
            throw Failure("worker \(id) has no process")
        }
        return pid
    }

    /// The lines of `status`.
    func status() throws -> [String: String] {
        var result: [String: String] = [:]
        for line in try text("status").split(separator: "\n") {
            if let colon = line.firstRange(of: ": ") {
                result[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
            }
        }
        return result
    }

    /// Waits until the worker runs in another process than `old`, and gives its line.
    @discardableResult
    func waitUntilRunningAgain(_ id: Int, after old: pid_t, within seconds: Double = 10) throws -> Node {
        try eventually("worker \(id) to run again after \(old)", within: seconds) {
            let node = try node(id)
            return node.state == "running" && node.pid != old ? node : nil
        }
    }
}
