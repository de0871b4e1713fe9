// SPDX-License-Identifier: Apache-2.0

public import Entropy
internal import Linux
public import Logging
internal import Mixing
internal import OpenSSL
internal import Synchronization

/// A supervised pool of worker processes whose bytes are mixed.
///
/// Concurrency: one thread runs the supervisor and watches the processes, one serves draws that waited; all methods
/// may be called from any thread.
public final class WorkerPool: Sendable {
    private let membership: Membership
    private let mailbox: Mailbox
    private let queue: DrawQueue
    private let window: Window
    private let engine: BulkEngine
    private let watchers = Mutex<[@Sendable () -> Void]>([])
    private let started = Once()
    /// Whether the memory that holds random bytes is locked; where not, it may be swapped.
    public let isMemoryLocked: Bool
    /// What hashes the blocks: an instruction set, or OpenSSL and why.
    public static var mixing: String { Mixer.implementation }
    private let ends = End()

    /// Starts the pool's threads and its first workers; returns at once. Draws wait until the quorum stands.
    /// - Parameter whenEnded: called once the pool's supervisors have ended, with the reason; also after `stop`.
    /// - Throws: when a self-test of the mixing fails, or the system refuses memory or a thread.
    public init(
        _ configuration: PoolConfiguration, logger: Logger, whenEnded: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        guard SHA3.passesSelfTest() else { throw SelfTestError() }
        let membership = Membership(quorum: configuration.wish.quorum)
        // Known from the start: a table that is read before the loop has looked shows them as starting.
        membership.update { state in
            state.rows = configuration.wish.workers.map { worker in
                Membership.Row(id: worker.id, source: worker.source, state: .starting, restarts: 0)
            }
        }
        let mailbox = try Mailbox()
        let window = Window(membership: membership, mailbox: mailbox)
        let fillers = try (0..<Filler.most).map { index in
            try Filler(index: index, window: window, membership: membership, mailbox: mailbox)
        }
        let engine = try BulkEngine(membership: membership, mailbox: mailbox)
        let queue = DrawQueue(fillers: fillers, engine: engine, membership: membership)
        isMemoryLocked = engine.isLocked && fillers.allSatisfy { $0.isLocked }
        if !isMemoryLocked { logger.warning("memory for random bytes is not locked: raise RLIMIT_MEMLOCK") }
        if Mixer.implementation.hasPrefix("OpenSSL") { logger.warning("mixing slowly: \(Mixer.implementation)") }
        self.membership = membership
        self.mailbox = mailbox
        self.queue = queue
        self.window = window
        self.engine = engine
        let started = self.started
        membership.onChange { [weak self] in self?.changed() }
        let ends = self.ends
        let ended: @Sendable (String) -> Void = { reason in
            ends.reason.withLock { $0 = reason }
            queue.end()
            ends.once.open()
            started.open()
            whenEnded(reason)
        }
        try Thread(name: "alara-pool") {
            PoolLoop(
                configuration, membership, mailbox, logger, hasStarted: { started.open() }, whenEnded: ended
            ).run()
        }.detach()
        try Thread(name: "alara-drain") { queue.drain() }.detach()
    }

    private func changed() {
        queue.poolChanged()
        for watcher in watchers.withLock({ $0 }) { watcher() }
    }

    /// Has `body` called after every change of who contributes, on any thread; it must not wait.
    public func onChange(_ body: @escaping @Sendable () -> Void) { watchers.withLock { $0.append(body) } }

    /// Has `body` called once, when the first workers are all up or the pool has ended; at once when that was so.
    public func whenStarted(_ body: @escaping @Sendable () -> Void) { started.whenOpen(body) }

    /// Why the pool has ended; nil while it lives.
    public var ended: String? { ends.reason.withLock { $0 } }

    /// Whether enough workers contribute for mixed bytes.
    public var isReady: Bool { membership.isReady }

    /// Whether there is a worker of this id, whatever its state.
    public func hasWorker(_ id: UInt64) -> Bool { membership.snapshot.rows.contains { $0.id == id } }

    /// Ids of the workers, ascending.
    public var workerIDs: [UInt64] { membership.snapshot.rows.map(\.id).sorted() }

    // MARK: Drawing

    /// Serves a draw, on this thread when it can be served at once.
    public func submit(_ draw: Draw) { queue.submit(draw) }

    /// Ends the draw of this token if it waits.
    public func cancel(_ token: UInt64) { queue.cancel(token) }

    /// Bytes of contributions that are kept ahead while a burst lasts; 0 soon after it.
    public var bytesAhead: Int { window.bytes + engine.bytesAhead }

    // MARK: Commands

    /// Carries the commands out one after the other, after all of them have been tried against the pool as it is.
    /// - Parameter completion: called once with one result a command that was tried; the last may be a failure, and
    ///   what comes behind it has not been tried. When the trial fails, that one failure alone with its place.
    public func perform(_ commands: [ControlCommand], completion: @escaping @Sendable (Performance) -> Void) {
        let isTaken = mailbox.post { loop in
            var plan = loop.plan
            for (index, command) in commands.enumerated() {
                do throws(PoolError) { try plan.apply(command) } catch {
                    return completion(Performance(done: [], refused: (index, error), wish: loop.wish))
                }
            }
            loop.perform(commands[...], done: [], completion)
        }
        if !isTaken { completion(Performance(done: [], refused: (0, .ended), wish: nil)) }
    }

    /// What became of a list of commands.
    public struct Performance: Sendable {
        /// The worker that each command was about, for those that were carried out, in order.
        public let done: [UInt64?]
        /// Which command failed and why; nil when all were carried out.
        public let refused: (index: Int, error: PoolError)?
        /// The pool that is wished after them; nil when the pool has ended.
        public let wish: PoolWish?
    }

    /// Stops all workers, right to left, and ends the pool. Returns at once; draws are refused from here on.
    public func stop() {
        queue.end()
        mailbox.post { $0.shutDown() }
    }

    /// Has `body` called once, when the pool has ended; at once when it has.
    public func whenEnded(_ body: @escaping @Sendable () -> Void) { ends.once.whenOpen(body) }

    // MARK: Reports

    /// The pool as the supervisor has it at this moment.
    public func report(facts: [(key: String, value: String)] = []) -> PoolReport {
        let snapshot = membership.snapshot
        let now = MonotonicClock.nanoseconds
        let workers = snapshot.rows.map { row in
            let count = row.member?.contributed.load(ordering: .relaxed) ?? 0
            return WorkerReport(
                id: row.id, pid: row.pid, source: row.source, state: row.state,
                uptimeSeconds: row.since.map { Int((now - $0) / 1_000_000_000) } ?? 0, restarts: row.restarts,
                contributedBytes: count + snapshot.past[row.id, default: 0])
        }
        let active = Set(snapshot.active.map(\.id))
        let groups = Set(snapshot.rows.filter { active.contains($0.id) }.map(\.source.group))
        return PoolReport(
            quorum: snapshot.quorum, workers: workers.sorted { $0.id < $1.id }, contributing: active.count,
            distinctSources: groups.count, facts: facts)
    }
}

extension PoolLoop {
    /// One command after the other, each when the one before has ended.
    func perform(
        _ commands: ArraySlice<ControlCommand>, done: [UInt64?],
        _ completion: @escaping @Sendable (WorkerPool.Performance) -> Void
    ) {
        guard let command = commands.first else { return completion(.init(done: done, refused: nil, wish: wish)) }
        perform(command) { [unowned self] result in
            switch result {
            case .success(let id): perform(commands.dropFirst(), done: done + [id], completion)
            case .failure(let error): completion(.init(done: done, refused: (commands.startIndex, error), wish: wish))
            }
        }
    }
}

/// The end of a pool: that, and why.
final class End: Sendable {
    let once = Once()
    let reason = Mutex<String?>(nil)
}

/// Something that happens once, and what is to be done then.
final class Once: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]?>([])

    func open() {
        let bodies = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        for body in bodies ?? [] { body() }
    }

    func whenOpen(_ body: @escaping @Sendable () -> Void) {
        let isOpen = waiting.withLock { waiting in
            waiting?.append(body)
            return waiting == nil
        }
        if isOpen { body() }
    }
}

/// A known answer was not given: nothing is served.
public struct SelfTestError: Error, Sendable, CustomStringConvertible {
    /// One line.
    public var description: String { "the self-test of SHA3-256 failed" }
}
