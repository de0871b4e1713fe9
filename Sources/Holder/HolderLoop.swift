// SPDX-License-Identifier: Apache-2.0

internal import Journal
internal import Linux
internal import Logging
internal import Logs

/// One mount and its servers, from the first to the last, on one thread.
final class HolderLoop {
    private let configuration: HolderConfiguration
    private let mount: FuseMount
    private let programs: Programs
    private let journalDescriptor: FileDescriptor
    private let journal: Journal
    private let signals: SignalQueue
    private var logger: Logger
    private var policy = ServerPolicy()
    private var generator = SystemRandomNumberGenerator()
    private var server: ServerProcess?
    /// When the next server is started; nil while one runs.
    private var startTime: Deadline?

    /// Reads the mount's first message into a new journal.
    init(
        _ configuration: HolderConfiguration, mount: FuseMount, programs: consuming Programs,
        signals: consuming SignalQueue, logger: Logger
    ) throws(HolderError) {
        let message = try FuseDevice.readInit(mount.device)
        do {
            journalDescriptor = try Journal.create()
            journal = try Journal(journalDescriptor)
            try journal.save(initMessage: message)
        } catch {
            throw .system("cannot make the journal", error)
        }
        self.configuration = configuration
        self.mount = mount
        self.programs = programs
        self.signals = signals
        self.logger = logger
    }

    /// Serves until the mount is gone or a signal asks to stop; nothing of it is left then.
    /// - Returns: the exit status.
    /// - Throws: when not even the first server can be started; the mount is still there then.
    func run() throws(HolderError) -> Int32 {
        try attempt("start alara-server") { () throws(Errno) in try startServer() }
        while true {
            _ = pollReadable(descriptors, milliseconds: pollLimit)
            if let status = handleSignals() ?? handleServer() { return finish(status) }
            startServerIfDue()
        }
    }

    private var descriptors: [Int32] { [signals.descriptor.rawValue] + (server?.descriptors ?? []) }

    private var pollLimit: Int {
        guard let startTime else { return -1 }
        return Int((startTime.remaining + 999_999) / 1_000_000)
    }

    // MARK: - Servers

    private func startServer() throws(Errno) {
        startTime = nil
        journal.beginEpoch()
        let arguments = ServerProcess.Arguments(
            words: ServerArguments.words(for: configuration, mountPoint: mount.path),
            sharesStandardError: configuration.readyDescriptor == nil)
        let server = try ServerProcess(arguments, device: mount.device, journal: journalDescriptor, programs: programs)
        logger.debug("server started", metadata: ["pid": "\(server.pid)", "epoch": "\(journal.epoch)"])
        self.server = server
    }

    private func startServerIfDue() {
        guard server == nil, let startTime, startTime.hasPassed else { return }
        do {
            try startServer()
        } catch {
            logger.error("alara-server cannot be started; trying again", metadata: ["reason": "\(error)"])
            _ = perform(policy.failedToStart(using: &generator))
        }
    }

    private func handleServer() -> Int32? {
        guard let server else { return nil }
        let news = server.look()
        report(news.lines)
        if news.isReady, let status = perform(policy.ready()) { return status }
        guard let status = news.end else { return nil }
        self.server = nil
        let end = ServerPolicy.End(
            status: status, hadAnswered: journal.hasAnswered, isConnected: mount.isConnected)
        let action = policy.ended(end, using: &generator)
        note(end, server.pid, action)
        return perform(action)
    }

    private func perform(_ action: ServerPolicy.Action) -> Int32? {
        switch action {
        case .none: break
        case .announce: announce()
        case .start: startTime = .after(milliseconds: 0)
        case .startAfter(let milliseconds): startTime = .after(milliseconds: milliseconds)
        case .finish(let status): return status
        }
        return nil
    }

    // MARK: - Signals and the end

    private func handleSignals() -> Int32? {
        while let signal = signals.next() {
            switch signal {
            case Signal.hangUp: logger.info("SIGHUP ignored: there is nothing to read again")
            default:
                logger.info("stopping", metadata: ["signal": "\(signal)"])
                return 0
            }
        }
        return nil
    }

    private func finish(_ status: Int32) -> Int32 {
        let isGone = mount.remove(logger)
        if let server, server.stop() == nil {
            logger.error("the server does not end", metadata: ["pid": "\(server.pid)"])
        }
        server = nil
        if policy.isAnnounced { logger.info("ended", metadata: ["mount_point": "\(mount.path)"]) }
        return isGone ? status : Sysexits.systemError.rawValue
    }

    // MARK: - Telling

    private func announce() {
        if let number = configuration.readyDescriptor { becomeDaemon(telling: number) }
        logger.info("ready", metadata: ["mount_point": "\(mount.path)"])
    }

    /// Leaves the terminal, then tells the waiting program on the pipe.
    private func becomeDaemon(telling number: Int32) {
        let pipe = FileDescriptor(owning: number)
        do {
            try StandardStreams.detach()
        } catch {
            logger.warning("cannot leave the terminal", metadata: ["reason": "\(error)"])
        }
        logger = LineLogHandler.logger(label: "alara", destination: .system, level: configuration.logLevel)
        try? pipe.writeAll([1])
    }

    private func note(_ end: ServerPolicy.End, _ pid: Int32, _ action: ServerPolicy.Action) {
        var metadata: Logger.Metadata = ["pid": "\(pid)", "reason": "\(end.status)"]
        switch action {
        case .finish where !end.isConnected: logger.info("unmounted", metadata: metadata)
        case .finish: logger.debug("the server refused to start", metadata: metadata)
        case .startAfter(let delay):
            metadata["delay_ms"] = "\(delay)"
            logger.warning("server ended; starting another", metadata: metadata)
        default: logger.warning("server ended; starting another", metadata: metadata)
        }
    }

    private func report(_ lines: [String]) {
        for line in lines {
            if policy.isAnnounced {
                logger.warning("server: \(line)")
            } else {
                StandardStreams.writeError(line)
            }
        }
    }
}
