// SPDX-License-Identifier: Apache-2.0

internal import Journal
internal import Linux
internal import Logging
internal import Logs

/// One mount and its servers, from the first to the last, on one thread.
final class HolderLoop {
    private let configuration: HolderConfiguration
    private let mount: FuseMount
    private var programs: Programs
    private let journalDescriptor: FileDescriptor
    private let journal: Journal
    private let signals: SignalQueue
    private var logger: Logger
    private var policy = ServerPolicy()
    private var generator = SystemRandomNumberGenerator()
    private var server: ServerProcess?
    /// When the next server is started; nil while one runs.
    private var startTime: Deadline?
    /// Since when no server has answered; nil while one does.
    private var downSince: Deadline?
    private var watch = HangWatch()
    private var nextLook = Deadline.after(milliseconds: HangWatch.interval)

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
            if let status = handleSignals() ?? handleServer() ?? giveUpIfDue() { return finish(status) }
            startServerIfDue()
            lookIfDue()
        }
    }

    private var descriptors: [Int32] { [signals.descriptor.rawValue] + (server?.descriptors ?? []) }

    private var pollLimit: Int {
        guard let next = startTime ?? (policy.isAnnounced ? nextLook : nil) else { return -1 }
        return Int((next.remaining + 999_999) / 1_000_000)
    }

    // MARK: - A server that hangs, or none that comes up

    private func lookIfDue() {
        guard let server, policy.isAnnounced, nextLook.hasPassed else { return }
        nextLook = .after(milliseconds: HangWatch.interval)
        let waiting = pollReadable([mount.device.rawValue], milliseconds: 0)[0].contains(.readable)
        switch watch.judge(.init(look: journal.look, hasWaiting: waiting, answer: journal.answer)) {
        case .well: break
        case .ask: watch.asked(journal.ask())
        case .hangs:
            logger.error("server hangs; ending it", metadata: ["pid": "\(server.pid)"])
            server.kill()
        }
    }

    /// Readers wait while no server comes up, but not for ever.
    private func giveUpIfDue() -> Int32? {
        guard policy.isAnnounced, !journal.hasAnswered else {
            downSince = nil
            return nil
        }
        guard let limit = configuration.giveUpSeconds else { return nil }
        let since = downSince ?? .after(milliseconds: 0)
        downSince = since
        guard server == nil, MonotonicClock.nanoseconds - since.nanoseconds > Int64(limit) * 1_000_000_000 else {
            return nil
        }
        logger.critical("no server came up; giving the mount up", metadata: ["seconds": "\(limit)"])
        return Sysexits.unavailable.rawValue
    }

    // MARK: - Servers

    private func startServer() throws(Errno) {
        startTime = nil
        let server = try spawnServer(programs)
        journal.allowServing(epoch: journal.epoch)
        self.server = server
    }

    /// Starts a server of a new epoch. It serves when it is allowed to.
    private func spawnServer(_ programs: borrowing Programs) throws(Errno) -> ServerProcess {
        journal.beginEpoch()
        watch = HangWatch()
        let arguments = ServerProcess.Arguments(
            words: ServerArguments.words(for: configuration, mountPoint: mount.path),
            sharesStandardError: configuration.readyDescriptor == nil)
        let server = try ServerProcess(arguments, device: mount.device, journal: journalDescriptor, programs: programs)
        logger.debug("server started", metadata: ["pid": "\(server.pid)", "epoch": "\(journal.epoch)"])
        return server
    }

    // MARK: - Upgrade

    /// Milliseconds that the new server's pool has to come up.
    private static let upgradeLimit = 30_000

    /// Replaces the server and its workers by the programs that are on disk now: the new server comes up beside the
    /// old one, which is then ended, and takes over what that one had not answered. When it does not come up, nothing
    /// has changed.
    private func upgrade() {
        guard let old = server else { return logger.warning("upgrade refused: no server runs at this moment") }
        do {
            let programs = try Programs(libexec: configuration.libexec)
            let new = try spawnServer(programs)
            guard waitUntilUp(new) else {
                new.kill()
                return logger.error("upgrade failed: the new server did not come up; the old one goes on")
            }
            old.kill()
            _ = old.waitForEnd()
            journal.allowServing(epoch: journal.epoch)
            server = new
            self.programs = programs
            logger.notice("upgraded", metadata: ["pid": "\(new.pid)", "epoch": "\(journal.epoch)"])
        } catch {
            logger.error("upgrade failed; the old server goes on", metadata: ["reason": "\(error)"])
        }
    }

    private func waitUntilUp(_ new: ServerProcess) -> Bool {
        let deadline = Deadline.after(milliseconds: Self.upgradeLimit)
        while !deadline.hasPassed {
            _ = pollReadable(new.descriptors, milliseconds: Int(deadline.remaining / 1_000_000) + 1)
            let news = new.look()
            report(news.lines)
            if news.isReady { return true }
            if news.end != nil { return false }
        }
        return false
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
            case Signal.hangUp: upgrade()
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
