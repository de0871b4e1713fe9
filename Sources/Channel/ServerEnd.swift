// SPDX-License-Identifier: Apache-2.0

public import Linux
internal import Synchronization

/// The server's end of one worker's segment: asks, waits, lends the bytes where they lie, wipes them.
///
/// Concurrency: a lane has one user at a time, the thread that owns this lane's number in the whole pool; `markEnded`
/// and the state may be called from any thread.
public final class ServerEnd: Sendable {
    private let memory: SharedMemory
    private let ended = Atomic<Bool>(false)
    private let lanes: Mutex<[Lane]>

    /// What the server knows of a lane.
    private enum Lane {
        /// Nothing under way; the number of the last request.
        case idle(UInt32)
        /// Asked, not yet answered.
        case posted(number: UInt32, count: Int, steps: UInt32)
        /// Given up. It opens again when the worker has answered that very request, whose bytes are wiped unread.
        case closed(UInt32)
    }

    /// How an exchange ended.
    public enum Outcome: Sendable {
        /// The bytes are there.
        case complete
        /// The worker's source is away.
        case away
        /// The worker answered what was not asked.
        case invalid
        /// The worker made no step in time; the lane is closed.
        case late
        /// The worker has ended.
        case ended
    }

    /// Lays the segment out and maps it; the worker gets the descriptor.
    public init(_ descriptor: borrowing FileDescriptor) throws(Errno) {
        memory = try SharedMemory(mapping: descriptor, size: SegmentLayout.size)
        lanes = Mutex(Array(repeating: .idle(0), count: SegmentLayout.laneCount))
        memory.store32(SegmentLayout.magicWord, SegmentLayout.magic)
        memory.store32(SegmentLayout.versionWord, SegmentLayout.version)
    }

    deinit {
        for lane in 0..<SegmentLayout.laneCount {
            memory.wipe(at: SegmentLayout.data(lane), count: SegmentLayout.capacity(lane))
        }
    }

    /// A new segment, not yet laid out.
    public static func makeSegment() throws(Errno) -> FileDescriptor {
        try SharedMemory.create(name: "alara-worker", size: SegmentLayout.size)
    }

    /// Locks the segment into memory.
    public func lockMemory() throws(Errno) { try memory.lock() }

    /// What the worker says it is.
    public var state: ContributorState {
        ContributorState(rawValue: memory.load32(SegmentLayout.state)) ?? .failed
    }

    /// Why it says that it failed.
    public var failure: StartFailure {
        StartFailure(rawValue: memory.load32(SegmentLayout.failure)) ?? .unknown
    }

    /// Whether the worker has ended, as told by `markEnded`.
    public var isEnded: Bool { ended.load(ordering: .acquiring) }

    /// Asks the worker to end.
    public func askToStop() {
        memory.store32(SegmentLayout.stop, 1)
        ring()
    }

    /// The worker has ended: all who wait for it are woken. Nobody else writes the segment any more.
    public func markEnded() {
        ended.store(true, ordering: .releasing)
        for lane in 0..<SegmentLayout.laneCount {
            memory.store32(SegmentLayout.response(lane), SegmentLayout.ended)
            memory.wake32(SegmentLayout.response(lane))
        }
    }

    /// Wakes the worker when it sleeps, so that it sees what was posted.
    public func ring() {
        memory.add32(SegmentLayout.doorbell, 1)
        if memory.load32(SegmentLayout.asleep) != 0 { memory.wake32(SegmentLayout.doorbell) }
    }

    /// Asks for `count` bytes on a lane; the worker hears of it with the next `ring`. False when the lane is closed or the worker has ended.
    public func post(lane: Int, count: Int) -> Bool {
        precondition(count > 0 && count <= SegmentLayout.capacity(lane), "a request fits its lane")
        guard !isEnded, let number = nextNumber(lane, count) else { return false }
        memory.store32(SegmentLayout.requestLength(lane), UInt32(count))
        memory.store32(SegmentLayout.request(lane), number)
        return true
    }

    private func nextNumber(_ lane: Int, _ count: Int) -> UInt32? {
        lanes.withLock { lanes in
            let last: UInt32
            switch lanes[lane] {
            case .idle(let number): last = number
            case .posted: return nil
            case .closed(let number):
                guard memory.load32(SegmentLayout.response(lane)) == number else { return nil }
                memory.wipe(at: SegmentLayout.data(lane), count: SegmentLayout.capacity(lane))
                last = number
            }
            var number = last &+ 1
            if number == SegmentLayout.ended { number = 1 }
            lanes[lane] = .posted(number: number, count: count, steps: memory.load32(SegmentLayout.steps))
            return number
        }
    }

    /// Waits for the answer on a lane that was posted.
    /// - Parameters:
    ///   - deadline: when a worker that has made no step since it was asked is late.
    ///   - step: milliseconds that further steps give it again; bounded by the steps that all it was asked for has.
    public func wait(lane: Int, until deadline: Deadline, step: Int) -> Outcome {
        guard case .posted(let number, let count, let steps) = lanes.withLock({ $0[lane] }) else { return .invalid }
        let answered = waitForNumber(lane, number, deadline, step, since: steps)
        let outcome = isEnded ? .ended : answered ? outcome(lane, count) : .late
        lanes.withLock { $0[lane] = outcome == .late ? .closed(number) : .idle(number) }
        return outcome
    }

    private func outcome(_ lane: Int, _ count: Int) -> Outcome {
        let length = memory.load32(SegmentLayout.responseLength(lane))
        switch ResponseStatus(rawValue: memory.load32(SegmentLayout.responseStatus(lane))) {
        case .complete: return length == UInt32(count) ? .complete : .invalid
        case .away: return .away
        default: return .invalid
        }
    }

    private func waitForNumber(_ lane: Int, _ number: UInt32, _ limit: Deadline, _ step: Int, since start: UInt32)
        -> Bool
    {
        let word = SegmentLayout.response(lane)
        let spinEnd = Deadline(nanoseconds: MonotonicClock.nanoseconds + Self.spin)
        while true {
            for _ in 0..<Self.spinsBetweenLooks {
                if memory.load32(word) == number { return true }
                spinHint()
            }
            if spinEnd.hasPassed { break }
        }
        memory.store32(SegmentLayout.serverWaits(lane), 1)
        defer { memory.store32(SegmentLayout.serverWaits(lane), 0) }
        var deadline = limit
        var steps = start
        var patience = SegmentLayout.laneCapacity / SegmentLayout.step
        if SegmentLayout.bulkLanes.contains(lane) { patience *= SegmentLayout.bulkLanes.count }
        while true {
            let seen = memory.load32(word)
            if seen == number || isEnded { return seen == number }
            let remaining = deadline.remaining
            if remaining == 0 {
                let now = memory.load32(SegmentLayout.steps)
                guard now != steps, patience > 0 else { return false }
                steps = now
                patience -= 1
                deadline = Deadline.after(milliseconds: step)
            } else {
                memory.wait32(word, while: seen, nanoseconds: remaining)
            }
        }
    }

    /// Whether a lane that was posted has its answer, or will never have one.
    public func isAnswered(lane: Int) -> Bool {
        guard case .posted(let number, _, _) = lanes.withLock({ $0[lane] }) else { return true }
        return isEnded || memory.load32(SegmentLayout.response(lane)) == number
    }

    /// Nanoseconds of looking before the waiter sleeps. Longer looks keep a processor that the workers need: with
    /// 100 µs the first read after idling took 353 µs, with 5 µs 318, with none 307 (medians of 25, two processors).
    private static let spin: Int64 = 5_000
    private static let spinsBetweenLooks = 50

    /// Whether this lane is closed and the worker has still not answered.
    public func isStalled(lane: Int) -> Bool {
        lanes.withLock { lanes in
            guard case .closed(let number) = lanes[lane] else { return false }
            return memory.load32(SegmentLayout.response(lane)) != number
        }
    }

    /// The bytes of a complete answer. SAFETY for callers: valid while this object is referenced; a hostile worker may
    /// change them while they are read, and so only chooses its own contribution.
    public func data(lane: Int, count: Int) -> UnsafeMutableRawBufferPointer {
        unsafe memory.bytes(at: SegmentLayout.data(lane), count: count)
    }

    /// Overwrites `count` bytes of a lane.
    public func wipe(lane: Int, at offset: Int = 0, count: Int) {
        precondition(offset + count <= SegmentLayout.capacity(lane), "bytes of this lane")
        memory.wipe(at: SegmentLayout.data(lane) + offset, count: count)
    }
}
