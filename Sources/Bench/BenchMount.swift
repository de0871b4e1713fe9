// SPDX-License-Identifier: Apache-2.0

internal import Holder
internal import Linux

/// A mount that the benchmark made, in a folder of its own.
struct BenchMount: Sendable {
    /// From SIGTERM to the end of everything, before it is killed; a holder ends within its own limits before.
    private static let endMilliseconds = 8000
    private static let killMilliseconds = 2000
    private static let stepMilliseconds = 5
    /// The mount point.
    let path: String

    /// `bytes` of the mount.
    var bytes: String { "\(path)/bytes" }

    /// The workers, as `nodes` shows them.
    func workers() throws(BenchError) -> [WorkerRow] { WorkerRow.parse(try text("nodes")) }

    /// The server's process, as `status` shows it.
    func server() throws(BenchError) -> Int32 {
        guard let pid = ProcessTable.number("server_pid", in: try text("status")) else {
            throw .unreadable("\(path)/status", nil)
        }
        return Int32(pid)
    }

    private func text(_ name: String) throws(BenchError) -> String {
        do {
            return String(decoding: try FileDescriptor.open("\(path)/\(name)", .read).readAll(), as: UTF8.self)
        } catch {
            throw .unreadable("\(path)/\(name)", error)
        }
    }

    /// Runs `alara mount` with these options until the device answers.
    func start(_ options: [String]) throws(BenchError) {
        var program = ChildProgram(
            .path("/proc/self/exe"), ["alara", "mount", "--background"] + options + ["--", path])
        program.standard = [-1, -1, 2]
        // Ctrl-C is not to end it half-way: the mount is ended as a whole.
        program.newSession = true
        program.environment = CurrentProcess.environment("PATH").map { ["PATH=\($0)"] } ?? []
        let child = try attempt("start alara mount") { () throws(Errno) in try program.spawn() }
        switch child.wait() {
        case .exited(0): return
        case .exited(let status): throw .mountFailed(status)
        case .signaled: throw .mountFailed(Sysexits.systemError.rawValue)
        }
    }

    /// Ends everything that belongs to it and removes the folder. Bounded, whatever state it is in; may be called again,
    /// and by several threads.
    func end() {
        if end(by: .after(milliseconds: Self.endMilliseconds), signal: Signal.terminate) { return }
        if end(by: .after(milliseconds: Self.killMilliseconds), signal: Signal.kill) { return }
        try? Unmounter.unmount(path, lazily: true)
        _ = TemporaryFolder.remove(path)
    }

    /// SIGTERM goes to the holder, and to the starter if it still waits; SIGKILL to the server also.
    ///
    /// A process that has just been started may not show its arguments yet. Without the folder it cannot mount any more,
    /// so all is over only once that is gone.
    private func end(by deadline: Deadline, signal: Int32) -> Bool {
        var signaled: Set<Int32> = []
        while true {
            let processes = ProcessTable.processes(naming: path)
            for process in processes where !process.isServer || signal == Signal.kill {
                if signaled.insert(process.pid).inserted { try? Signal.send(signal, to: process.pid) }
            }
            if processes.isEmpty {
                // A holder that was killed leaves its mount: nobody else takes that away.
                if isMounted { try? Unmounter.unmount(path, lazily: true) }
                if TemporaryFolder.remove(path) { return true }
            }
            if deadline.hasPassed { return false }
            _ = pollReadable([], milliseconds: Self.stepMilliseconds)
        }
    }

    private var isMounted: Bool { (try? MountTable.current())?.entry(on: path) != nil }
}
