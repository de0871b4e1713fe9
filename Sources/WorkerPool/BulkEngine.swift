// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Synchronization

/// Fills large draws, one at a time, with the calling thread and helpers: one reader uses every core. The queue lends
/// it out.
final class BulkEngine: Sendable {
    private let output: SecretBuffer
    private let own: OwnShare
    private let blender: Blender
    private let lanes: [BulkLane]
    private let helpers: [Helper]
    private let membership: Membership
    private let mailbox: Mailbox
    private let ahead = Mutex(Ahead())

    /// What the workers were asked for before a read wants it, while large reads follow each other.
    private struct Ahead {
        /// Lanes asked; 0 when none is, or a read has taken them over.
        var lanes = 0
        /// Who contributes, as of then.
        var generation: UInt64 = 0
        var lastRead: Int64 = 0
        var isWatched = false
    }

    /// Lanes that are asked ahead: what the shortest large reads of a burst would wait for.
    private static let lanesAhead = 2
    /// Large reads that follow each other within this time are a burst, in nanoseconds.
    private static let burst: Int64 = 10_000_000
    /// Milliseconds without a read after which what was asked ahead is wiped.
    private static let idle = 50

    /// A thread that helps, and the job that it is to help with.
    private final class Helper: Sendable {
        let blender: Blender
        let call = Latch()
        let job = Mutex<BulkJob?>(nil)
        let isStopped = Atomic<Bool>(false)

        init() throws {
            blender = try Blender()
        }

        func run() {
            while true {
                call.wait()
                if isStopped.load(ordering: .acquiring) { return }
                job.withLock { job in
                    defer { job = nil }
                    return job
                }?.work(blender)
            }
        }
    }

    /// An engine with one helper for each processor beyond the first, three at the most.
    init(membership: Membership, mailbox: Mailbox) throws {
        self.membership = membership
        self.mailbox = mailbox
        output = try SecretBuffer(size: Draw.largest)
        own = try OwnShare()
        blender = try Blender()
        lanes = SegmentLayout.bulkLanes.map { lane in
            BulkLane(Collector(lane: lane, membership: membership, mailbox: mailbox))
        }
        helpers = try (1..<max(1, min(4, CurrentProcess.processors))).map { _ in try Helper() }
        for (index, helper) in helpers.enumerated() {
            try Thread(name: "alara-mix-\(index + 1)") { helper.run() }.detach()
        }
    }

    /// Whether the memory that holds its random bytes is locked.
    var isLocked: Bool { output.isLocked }

    deinit {
        for helper in helpers {
            helper.isStopped.store(true, ordering: .releasing)
            helper.call.open()
        }
    }

    /// Draws of at most this are not worth a helper's wake-up.
    private static let alone = 32768

    /// Fills a draw.
    /// - Returns: false when there were too few contributions at some point; the draw is then as it was.
    func fill(_ draw: Draw) -> Bool {
        guard own.renew() else { return false }
        defer { own.wipe() }
        let job = BulkJob(draw, output: output, own: own, lanes: lanes, ahead: takeAhead(draw.target))
        job.begin()
        if draw.count > Self.alone { for helper in helpers { call(helper, job) } }
        job.work(blender)
        guard job.end() else { return false }
        unsafe draw.finish(.bytes(.init(output.bytes(count: draw.count))))
        askAhead()
        output.wipe(count: draw.count)
        return true
    }

    /// The lanes that were asked ahead, for a read that takes them over; they are wiped when it cannot.
    private func takeAhead(_ target: Draw.Target) -> Int {
        let generation = membership.generation
        return ahead.withLock { ahead in
            defer { ahead.lanes = 0 }
            if target == .mixed, ahead.generation == generation { return ahead.lanes }
            for lane in lanes[..<ahead.lanes] { lane.clear() }
            return 0
        }
    }

    /// Asks for the first segments of the next read of a burst, before the reader has sent it.
    private func askAhead() {
        let now = MonotonicClock.nanoseconds
        let watch = ahead.withLock { ahead -> Bool in
            let isBurst = now - ahead.lastRead < Self.burst
            ahead.lastRead = now
            guard isBurst else { return false }
            ahead.generation = membership.generation
            ahead.lanes = Self.lanesAhead
            var members: [Member] = []
            for (segment, lane) in lanes[..<Self.lanesAhead].enumerated() {
                members += lane.ask(segment: segment, .mixed, count: SegmentLayout.laneCapacity, parts: 0)
            }
            for member in members { member.end.ring() }
            defer { ahead.isWatched = true }
            return !ahead.isWatched
        }
        if watch { mailbox.post { [self] in self.watch($0) } }
    }

    /// Wipes what was asked ahead when no large read has come for a while; looks again otherwise.
    private func watch(_ loop: PoolLoop) {
        loop.timers.add(afterMilliseconds: Self.idle) { [self, unowned loop] in
            let isIdle = ahead.withLock { ahead -> Bool in
                guard MonotonicClock.nanoseconds - ahead.lastRead > Int64(Self.idle) * 1_000_000 else { return false }
                guard lanes[..<ahead.lanes].allSatisfy({ $0.isSettled }) else { return false }
                for lane in lanes[..<ahead.lanes] { lane.clear() }
                ahead.lanes = 0
                ahead.isWatched = false
                return true
            }
            if !isIdle { watch(loop) }
        }
    }

    /// Bytes of contributions that are asked ahead, of all workers.
    var bytesAhead: Int {
        let lanes = ahead.withLock { $0.lanes }
        return lanes * SegmentLayout.laneCapacity * membership.contributors.active.count
    }

    private func call(_ helper: Helper, _ job: BulkJob) {
        helper.job.withLock { $0 = job }
        helper.call.open()
    }
}
