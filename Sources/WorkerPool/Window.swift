// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import OpenSSL
internal import Synchronization

/// Contributions kept ahead while a burst of small reads lasts: a few pages a worker, in two halves, of which the one
/// is used up while the workers fill the other.
///
/// Every byte is given once and wiped as it is given. All is wiped when nobody has read for a while, and when the
/// contributors change, so that a new worker is in the next block and a distrusted one is in none. One read on its own
/// starts no window.
final class Window: Sendable {
    fileprivate struct Half {
        let collector: Collector
        var exchange: Exchange?
        var collection: Collector.Collection?
        var used = 0

        var left: Int { (collection?.count ?? 0) - used }
    }

    fileprivate struct State {
        var front: Half
        var back: Half
        var generation: UInt64 = 0
        var lastTake: Int64 = 0
        var isBurst = false
        var isWatched = false
    }

    fileprivate typealias Exchange = Held<Collector.Exchange>

    /// Reads that follow each other within this time are a burst, in nanoseconds.
    private static let burst: Int64 = 10_000_000
    /// Milliseconds without a read after which the window is wiped.
    private static let idle = 50

    private let membership: Membership
    private let mailbox: Mailbox
    private let state: Mutex<State>

    init(membership: Membership, mailbox: Mailbox) {
        self.membership = membership
        self.mailbox = mailbox
        let halves = SegmentLayout.windowLanes.map { lane in
            Half(collector: Collector(lane: lane, membership: membership, mailbox: mailbox))
        }
        state = Mutex(State(front: halves[0], back: halves[1]))
    }

    /// Moves `count` bytes of each contributor to the scratch memory, one contributor behind the other in ascending
    /// id, and wipes them here.
    /// - Returns: how many contributors; nil when there is not enough ahead, or it does not fit: ask the workers.
    func take(_ count: Int, into scratch: UnsafeMutableRawBufferPointer) -> Int? {
        let generation = membership.generation
        let now = MonotonicClock.nanoseconds
        return state.withLock { state -> Int? in
            state.isBurst = now - state.lastTake < Self.burst
            state.lastTake = now
            if state.generation != generation {
                state.clear()
                state.generation = generation
            }
            if state.front.left < count { state.turn() }
            guard let collection = state.front.collection, state.front.left >= count else { return nil }
            let collector = state.front.collector
            let members = collection.members.count
            guard collector.suffices(collection, for: .mixed), members * count <= scratch.count else { return nil }
            for unsafe(place, share) in unsafe state.front.shares(count).enumerated() {
                unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[(place * count)...]).copyMemory(
                    from: .init(share))
                unsafe wipe(share)
            }
            state.front.used += count
            collection.credit(count)
            return members
        }
    }

    /// Asks the workers for the next half when a burst lasts and the other is half used. Does not wait.
    func refill() {
        let watch = state.withLock { state -> Bool in
            guard state.isBurst, state.back.exchange == nil, state.back.collection == nil else { return false }
            guard state.front.left <= SegmentLayout.windowCapacity / 2 else { return false }
            guard membership.generation == state.generation else { return false }
            state.back.exchange = Held(state.back.collector.ask(.mixed, count: SegmentLayout.windowCapacity))
            defer { state.isWatched = true }
            return !state.isWatched
        }
        if watch { mailbox.post { [self] in self.watch($0) } }
    }

    /// Wipes the window when nobody has read for a while; looks again otherwise.
    private func watch(_ loop: PoolLoop) {
        loop.timers.add(afterMilliseconds: Self.idle) { [self, unowned loop] in
            let isIdle = state.withLock { state -> Bool in
                let age = MonotonicClock.nanoseconds - state.lastTake
                guard age > Int64(Self.idle) * 1_000_000, state.isSettled else { return false }
                state.clear()
                state.isWatched = false
                return true
            }
            if !isIdle { watch(loop) }
        }
    }

    /// Bytes of contributions that are kept ahead or asked for, of all workers.
    var bytes: Int {
        state.withLock { $0.front.bytes + $0.back.bytes }
    }
}

extension Window.State {
    /// The half that the workers have filled takes the place of the one that is used up.
    mutating func turn() {
        guard back.settle(), back.collection != nil else { return }
        front.clear()
        swap(&front, &back)
    }

    /// Whether no worker owes an answer in time.
    var isSettled: Bool { front.isSettled && back.isSettled }

    mutating func clear() {
        front.clear()
        back.clear()
    }
}

extension Window.Half {
    var bytes: Int {
        let asked = exchange?.with { $0.asked.count * $0.count } ?? 0
        return asked + left * (collection?.members.count ?? 0)
    }

    var isAnswered: Bool { exchange?.with { collector.isAnswered($0) } ?? true }

    var isSettled: Bool { exchange?.with { collector.isSettled($0) } ?? true }

    /// Takes the answers when all are there; whether there is nothing to wait for.
    mutating func settle() -> Bool {
        guard isAnswered else { return false }
        if let answered = exchange?.take() { collection = collector.gather(answered) }
        exchange = nil
        used = 0
        return true
    }

    /// The next bytes of each contributor. SAFETY for callers: valid while the half has its collection.
    func shares(_ count: Int) -> [UnsafeMutableRawBufferPointer] {
        unsafe (collection?.members ?? []).map { member in
            let all = unsafe member.end.data(lane: collector.lane, count: used + count)
            return unsafe UnsafeMutableRawBufferPointer(rebasing: all[used...])
        }
    }

    mutating func clear() {
        if let open = exchange?.take() { collector.discard(open) }
        if let collection { collector.wipe(collection) }
        exchange = nil
        collection = nil
        used = 0
    }
}
