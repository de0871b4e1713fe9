// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Entropy
internal import Linux
internal import Logging
internal import Supervision

/// The pool's own thread: it starts, watches and stops worker processes as the supervisor says, and publishes who is
/// there. It waits in poll(2) for pidfds, the workers' sockets, its mailbox and its timers, and for nothing else.
///
/// Concurrency: everything here is confined to that thread; other threads post jobs to the mailbox.
final class PoolLoop: ChildHost {
    typealias ID = UInt64

    let configuration: PoolConfiguration
    let membership: Membership
    let mailbox: Mailbox
    let logger: Logger
    let hasStarted: @Sendable () -> Void
    let whenEnded: @Sendable (String) -> Void
    var timers = Timers()
    var sources: [UInt64: EntropySource] = [:]
    var processes: [UInt64: WorkerProcess] = [:]
    var startFailures: [UInt64: String] = [:]
    var nextID: UInt64
    var hasEnded = false
    private(set) lazy var runner = makeRunner()

    init(
        _ configuration: PoolConfiguration, _ membership: Membership, _ mailbox: Mailbox, _ logger: Logger,
        hasStarted: @escaping @Sendable () -> Void, whenEnded: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.membership = membership
        self.mailbox = mailbox
        self.logger = logger
        self.hasStarted = hasStarted
        self.whenEnded = whenEnded
        nextID = configuration.wish.nextID
        for worker in configuration.wish.workers { sources[worker.id] = worker.source }
    }

    private func makeRunner() -> Runner<PoolLoop> {
        let specs = sources.keys.sorted().map { ChildSpec(id: $0) }
        let parking = Parking(minimumOthers: configuration.wish.quorum)
        do throws(SupervisorError) {
            return Runner(tree: try SupervisionTree(children: specs, parking: parking), host: self)
        } catch {
            preconditionFailure("ids made here are distinct: \(error)")
        }
    }

    /// Runs until the supervision tree has ended.
    func run() {
        runner.begin(at: MonotonicClock.seconds)
        publish()
        while !hasEnded {
            let watched = Array(processes.values)
            let numbers = watched.flatMap { [$0.process.descriptor.rawValue, $0.socket.rawValue] }
            let ready = pollReadable([mailbox.bell.descriptor.rawValue] + numbers, milliseconds: timers.wait)
            if !ready[0].isEmpty { for job in mailbox.take() { job(self) } }
            for (index, process) in watched.enumerated() {
                if !ready[2 + 2 * index].isEmpty { heard(process) }
                if !ready[1 + 2 * index].isEmpty { ended(process) }
            }
            for job in timers.due() { job() }
            publish()
        }
        for job in mailbox.close() { job(self) }
        for job in timers.all() { job() }
    }

    func feed(_ event: SupervisionTree<UInt64>.Event) {
        runner.feed(event, at: MonotonicClock.seconds)
    }

    // MARK: ChildHost

    func start(_ id: UInt64, incarnation: UInt64) {
        guard let source = sources[id] else { return fail(id, incarnation, "unknown source") }
        do throws(PoolError) {
            let process = try WorkerProcess(
                id: id, incarnation: incarnation, source: source, configuration: configuration)
            processes[id] = process
            lockMemory(of: process)
            timers.add(afterMilliseconds: PoolConfiguration.startLimit) { [unowned self, weak process] in
                guard let process, processes[id] === process, !process.isUp else { return }
                kill(process, "did not start in time")
            }
        } catch {
            if case .startFailed(let reason) = error { fail(id, incarnation, reason) }
        }
    }

    private func fail(_ id: UInt64, _ incarnation: UInt64, _ reason: String) {
        startFailures[id] = reason
        feed(.startFailed(id, incarnation: incarnation, .crashed(status: 1)))
    }

    private func lockMemory(of process: WorkerProcess) {
        do throws(Errno) { try process.member.end.lockMemory() } catch {
            logger.warning("worker memory is not locked: \(error)", metadata: ["worker": "\(process.member.id)"])
        }
    }

    func stop(_ id: UInt64, incarnation: UInt64, shutdown: Shutdown) {
        guard let process = processes[id], process.member.incarnation == incarnation else { return }
        process.isStopping = true
        membership.leave(process.member)
        switch shutdown {
        case .brutalKill: process.process.signal(Signal.kill)
        case .infinity: process.member.end.askToStop()
        case .timeout(let milliseconds):
            process.member.end.askToStop()
            timers.add(afterMilliseconds: milliseconds) { [unowned self, weak process] in
                guard let process, processes[id] === process else { return }
                process.process.signal(Signal.kill)
            }
        }
    }

    func schedule(_ event: SupervisionTree<UInt64>.Event, afterMilliseconds delay: Int) {
        timers.add(afterMilliseconds: delay) { [unowned self] in feed(event) }
    }

    func ended(_ outcome: SupervisionOutcome<UInt64>) {
        hasEnded = true
        switch outcome {
        case .shutdown: whenEnded("stopped")
        case .failedToStart(let id, let reason):
            whenEnded("worker \(id) did not start: \(startFailures[id] ?? "\(reason)")")
        case .reachedMaxRestartIntensity(let id): whenEnded("too many restarts, the last of worker \(id)")
        }
    }

    func report(_ what: SupervisionReport<UInt64>) {
        if what == .poolStarted {
            // After the last worker has been counted in.
            timers.add(afterMilliseconds: 0) { [unowned self] in
                publish()
                hasStarted()
            }
        }
        SupervisionLog.write(what, failures: startFailures, to: logger)
    }
}
