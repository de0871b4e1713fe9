// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import Synchronization

/// Who contributes at this moment: written by the pool's loop, read by every thread that draws.
final class Membership: Sendable {
    /// What a draw needs to know, taken in one look.
    struct Snapshot: Sendable {
        /// Workers that are up and have something to give, in ascending id.
        var active: [Member] = []
        /// Contributions that every block needs.
        var quorum: Int
        /// Raised with every change of who contributes.
        var generation: UInt64 = 0
        /// Every worker of the pool, also one that is away or restarting.
        var rows: [Row] = []
        /// Contributed bytes of workers by id, of incarnations that have ended.
        var past: [UInt64: UInt64] = [:]

        var isReady: Bool { active.count >= quorum }
    }

    /// One worker as the supervisor has it.
    struct Row: Sendable {
        var id: UInt64
        var source: EntropySource
        var pid: Int32?
        var state: WorkerReport.State
        /// Monotonic nanoseconds of its start.
        var since: Int64?
        var restarts: Int
        var member: Member?
    }

    private let state: Mutex<Snapshot>
    private let observer = Mutex(Observer {})

    /// Who is told of changes. A function of its own type: one that stands in a Mutex as it is gets wrapped anew by every
    /// look at it, until calling it overflows the stack.
    private struct Observer: Sendable {
        let tell: @Sendable () -> Void
    }

    init(quorum: Int) {
        state = Mutex(Snapshot(quorum: quorum))
    }

    var snapshot: Snapshot { state.withLock { $0 } }

    /// Who may contribute, and how many must.
    var contributors: (active: [Member], quorum: Int) { state.withLock { ($0.active, $0.quorum) } }

    /// Whether enough contribute for mixed bytes.
    var isReady: Bool { state.withLock { $0.isReady } }

    /// Contributions that every block needs.
    var quorum: Int { state.withLock { $0.quorum } }

    /// A number that every change of who contributes raises.
    var generation: UInt64 { state.withLock { $0.generation } }

    /// Called after every change, outside of the lock.
    func onChange(_ body: @escaping @Sendable () -> Void) {
        observer.withLock { $0 = Observer(tell: body) }
    }

    /// Changes the state and tells who wants to know.
    func update(_ body: (inout Snapshot) -> Void) {
        state.withLock { body(&$0) }
        observer.withLock { $0 }.tell()
    }

    /// Counts a member in; one of the same id from before gives way.
    func join(_ member: Member) {
        update { state in
            if state.active.contains(where: { $0 === member }) { return }
            state.active.removeAll { $0.id == member.id }
            let place = state.active.firstIndex { $0.id > member.id } ?? state.active.count
            state.active.insert(member, at: place)
            state.generation += 1
        }
    }

    /// Counts a member out until it joins again.
    func leave(_ member: Member) {
        update { state in
            state.active.removeAll { $0 === member }
            state.generation += 1
        }
    }
}
