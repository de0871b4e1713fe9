// SPDX-License-Identifier: Apache-2.0

internal import FUSE
internal import Glibc
internal import Journal
internal import Linux
internal import Logging
internal import Synchronization
internal import WorkerPool

/// Brings the parts of a server together: journal, pool, tree, session and its threads.
final class Server: Sendable {
    private let journal: Journal
    private let pool: WorkerPool
    private let files: DeviceFileSystem
    /// The server's number in the life of the mount.
    private let epoch: UInt32
    /// The control record that the pool was made from.
    private let record: ControlRecord?
    private let session: Session
    private let logger: Logger
    private let events: Events

    /// What the main thread waits for.
    private final class Events: Sendable {
        let bell: Bell
        let reason = Mutex<String?>(nil)
        let unmounted = Mutex(false)

        init() throws(Errno) {
            bell = try Bell()
        }

        func poolEnded(_ why: String) {
            reason.withLock { $0 = why }
            bell.ring()
        }

        func deviceEnded() {
            unmounted.withLock { $0 = true }
            bell.ring()
        }
    }

    init(_ arguments: ServerArguments, identity: WorkerIdentity?, logger: Logger) throws {
        let journal = try Journal(FileDescriptor(owning: 4))
        let events = try Events()
        epoch = journal.epoch
        record = journal.controlRecord
        let configuration = try Self.configuration(arguments, record, identity, logger)
        pool = try WorkerPool(configuration, logger: logger) { events.poolEnded($0) }
        let facts = DeviceFacts(
            user: arguments.user, group: arguments.group, epoch: epoch, time: time(nil), holder: getppid(),
            workerUser: identity?.name ?? String(CurrentProcess.user), isFloor: arguments.isFloor)
        files = DeviceFileSystem(pool: pool, facts: facts, journal: journal, logger: logger)
        session = try Session(device: 3, fileSystem: files) { journal.noteAnswer() }
        self.journal = journal
        self.logger = logger
        self.events = events
    }

    /// The pool that was wished before, else the one of the command line.
    private static func configuration(
        _ arguments: ServerArguments, _ record: ControlRecord?, _ identity: WorkerIdentity?, _ logger: Logger
    ) throws(PoolError) -> PoolConfiguration {
        let workers = identity.map { ($0.user, $0.group) }
        if let record {
            if let wish = PoolWish(text: String(decoding: record.wished, as: UTF8.self)) {
                return try PoolConfiguration(wish: wish, program: .descriptor(6), identity: workers)
            }
            logger.error("the journal's wished pool cannot be read: starting as mounted")
        }
        return try PoolConfiguration(
            sources: arguments.sources, quorum: arguments.quorum, program: .descriptor(6), identity: workers)
    }

    /// Serves until the mount is gone, the pool has ended or a signal asks for the end.
    func run(_ signals: borrowing SignalQueue, _ holder: borrowing FileDescriptor) throws -> Int32 {
        try Thread(name: "alara-pulse") { [journal] in journal.answerQuestions() }.detach()
        lockSlots()
        tellWhenUp(holder)
        journal.waitToServe(epoch: epoch)
        guard journal.controlRecord == record else {
            throw ServerError(status: .temporaryFailure, "the wished pool has changed meanwhile: starting anew")
        }
        files.waiting.begin()
        files.writes.begin()
        answerSaved()
        for slot in 0..<Journal.slotCount { try serve(slot) }
        while true {
            let ready = pollReadable(
                [signals.descriptor.rawValue, events.bell.descriptor.rawValue], milliseconds: -1)
            if !ready[0].isEmpty, signals.next() != nil { return stop() }
            guard !ready[1].isEmpty else { continue }
            events.bell.clear()
            if let why = events.reason.withLock({ $0 }) { return try ended(why) }
            if events.unmounted.withLock({ $0 }) { return stop() }
        }
    }

    /// The first message of the kernel, and what an earlier server had read and perhaps not answered, each once. What
    /// waits again is kept anew before its old place is free.
    private func answerSaved() {
        process(journal.savedInit)
        // Taken before anything is processed: what then waits takes places of its own.
        let writes = (0..<Journal.mostWrites).map { journal.keptWrite(at: $0) }
        let waiting = (0..<Journal.mostWaiting).compactMap { place in
            journal.waiting(at: place).map { (place: place, message: $0) }
        }
        var seen: Set<UInt64> = []
        for slot in 0..<Journal.slotCount {
            guard let length = journal.requestLength(inSlot: slot) else { continue }
            let message = unsafe Array(journal.slot(slot)[..<length])
            if seen.insert(number(of: message)).inserted { process(message) }
        }
        for case let (place, message?) in writes.enumerated() {
            if seen.insert(number(of: message)).inserted { process(message) }
            files.writes.drop(place)
        }
        for (place, message) in waiting {
            if seen.insert(number(of: message)).inserted { process(message) }
            files.waiting.drop(place)
        }
    }

    private func process(_ message: [UInt8]) {
        var message = message
        unsafe message.withUnsafeMutableBytes { unsafe session.process($0) }
    }

    /// The kernel's number of a request (fuse_in_header).
    private func number(of message: [UInt8]) -> UInt64 {
        message[8..<16].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func lockSlots() {
        for slot in 0..<Journal.slotCount {
            do throws(Errno) { try journal.lockSlot(slot) } catch {
                logger.warning("receive buffers are not locked: \(error)")
                return
            }
        }
    }

    private func serve(_ slot: Int) throws(Errno) {
        let receiver = unsafe Session.Receiver(
            memory: journal.slot(slot), clear: { [journal] in journal.clearSlot(slot) },
            received: { [journal] in journal.noteReceived() })
        try Thread(name: "alara-fuse-\(slot)") { [session, events] in
            unsafe session.serve(receiver)
            events.deviceEnded()
        }.detach()
    }

    /// Tells the holder once the pool's first workers are up.
    private func tellWhenUp(_ holder: borrowing FileDescriptor) {
        guard let copy = try? holder.duplicate() else { return }
        let number = copy.release()
        pool.whenStarted { [pool] in
            let socket = FileDescriptor(owning: number)
            guard pool.ended == nil else { return }
            try? socket.writeAll([UInt8(ascii: "R")])
        }
    }

    /// The pool's supervisors gave up.
    private func ended(_ why: String) throws -> Int32 {
        throw ServerError(status: .unavailable, "the pool has ended: \(why)")
    }

    /// Stops the workers, right to left, and waits until they are gone.
    private func stop() -> Int32 {
        pool.stop()
        while events.reason.withLock({ $0 }) == nil {
            _ = pollReadable([events.bell.descriptor.rawValue], milliseconds: 100)
        }
        return 0
    }
}
