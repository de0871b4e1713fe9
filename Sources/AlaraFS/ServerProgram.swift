// SPDX-License-Identifier: Apache-2.0

internal import FUSE
internal import Glibc
internal import Journal
internal import Linux
internal import Logging
internal import Logs
internal import OpenSSL
internal import WorkerPool

/// The server of one mount: the FUSE session, the tree of files and the pool.
///
/// Exit status: 0 when the mount is gone or the holder asked it to end; otherwise of sysexits.h, with one line in the
/// log. It dies with the holder.
public enum ServerProgram {
    /// Runs to the end of the server.
    public static func run(_ words: [String]) -> Int32 {
        if words.count == 3, words[1] == "measure-mixer", let seconds = Double(words[2]) { return measure(seconds) }
        var logger = LineLogHandler.logger(label: "alara", destination: .standardError, level: .notice)
        do throws(any Error) {
            let arguments = try ServerArguments(words)
            logger = makeLogger(arguments)
            let socket = FileDescriptor(owning: 5)
            _ = FileDescriptor(owning: 7)
            let signals = try SignalQueue([Signal.terminate, Signal.interrupt])
            Signal.ignore(Signal.pipe)
            let identity = try isolate(socket)
            try Library.start()
            let server = try Server(arguments, identity: identity, logger: logger)
            return try server.run(signals, socket)
        } catch let error as ServerError {
            // The holder shows it to who mounts in the background, too.
            if words.dropFirst(5).first == "syslog" { StandardStreams.writeError("alara: \(error)") }
            logger.critical("\(error)")
            return error.status.rawValue
        } catch {
            logger.critical("the server cannot start: \(error)")
            return ServerError.Status.system.rawValue
        }
    }

    /// `alara-server measure-mixer SECONDS`, for `alara bench`: one line on standard output.
    private static func measure(_ seconds: Double) -> Int32 {
        guard let line = try? WorkerPool.measureMixing(seconds: min(max(seconds, 0), 60)) else {
            return ServerError.Status.software.rawValue
        }
        return (try? StandardStreams.writeOutput(Array((line + "\n").utf8))) == nil
            ? ServerError.Status.system.rawValue : 0
    }

    private static func makeLogger(_ arguments: ServerArguments) -> Logger {
        LineLogHandler.logger(
            label: "alara", destination: arguments.logsToSystem ? .system : .standardError, level: arguments.level)
    }

    /// No core, no tracing, no new privileges; of root's capabilities those that workers are started and ended with.
    /// - Returns: the user that workers become, nil to stay.
    private static func isolate(_ socket: borrowing FileDescriptor) throws(Errno) -> WorkerIdentity? {
        try Sandbox.setName("alara-server")
        try Sandbox.refuseCoreFiles()
        try Sandbox.refuseTracing()
        try Sandbox.dieWhenClosed(socket)
        let identity = WorkerIdentity.choose()
        if CurrentProcess.user == 0 {
            // Where it may not be lifted the limit holds, and `status` says when memory could not be locked.
            _ = try? Sandbox.allowLockingMemory()
            try Sandbox.keep([.kill, .setGroup, .setUser])
        }
        try Sandbox.refuseNewPrivileges()
        return identity
    }
}

/// Who workers run as.
struct WorkerIdentity {
    let user: UInt32
    let group: UInt32
    let name: String

    /// The system user `alara` where there is one, else nobody's number; nil when this process is not root.
    static func choose() -> WorkerIdentity? {
        guard CurrentProcess.user == 0 else { return nil }
        if let found = CurrentProcess.identity(of: "alara") {
            return WorkerIdentity(user: found.user, group: found.group, name: "alara")
        }
        return WorkerIdentity(user: 65534, group: 65534, name: "65534")
    }
}
