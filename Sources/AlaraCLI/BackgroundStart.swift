// SPDX-License-Identifier: Apache-2.0

internal import Holder
internal import Linux

/// Starts the same program as a daemon and waits until its device answers.
struct BackgroundStart {
    /// From the start to the first answer.
    private static let readyMilliseconds = 30_000
    /// From SIGTERM to the end; a holder ends within its own limits before.
    private static let stopMilliseconds = 10_000
    private let command: MountCommand

    /// The mount to be made.
    init(_ command: MountCommand) { self.command = command }

    /// Starts it. What keeps the daemon from mounting it says itself on this program's standard error.
    /// - Returns: 0 once the device answers, else the daemon's exit status.
    /// - Throws: `notReady` when it neither answered nor ended in time; it is ended then.
    func run() throws -> Int32 {
        let path = try MountPoint.checked(command.mountPoint)
        _ = try command.configuration()
        var pipe = try FileDescriptor.pipe()
        var program = ChildProgram(
            .path("/proc/self/exe"), command.daemonArguments(path: path, ready: 3), descriptors: [pipe.second.rawValue])
        program.standard = [-1, -1, 2]
        program.newSession = true
        program.environment = CurrentProcess.environment("PATH").map { ["PATH=\($0)"] } ?? []
        let child = try start(program)
        pipe.closeSecond()
        guard waitForReadable(pipe.first, by: .after(milliseconds: Self.readyMilliseconds)) else {
            stop(child)
            throw CLIError.notReady(path)
        }
        if try pipe.first.read(count: 1).isEmpty { return status(child.wait()) }
        return 0
    }

    private func start(_ program: borrowing ChildProgram) throws(CLIError) -> ChildProcess {
        do {
            return try program.spawn()
        } catch {
            throw .system("cannot start the daemon", error)
        }
    }

    private func stop(_ child: borrowing ChildProcess) {
        child.signal(Signal.terminate)
        if waitForReadable(child.descriptor, by: .after(milliseconds: Self.stopMilliseconds)) { return }
        child.signal(Signal.kill)
    }

    private func status(_ end: ExitStatus) -> Int32 {
        switch end {
        case .exited(let status): status
        case .signaled: Sysexits.systemError.rawValue
        }
    }
}
