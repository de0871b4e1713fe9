// SPDX-License-Identifier: Apache-2.0

/// A root supervisor over the pool's supervisor, composed without a clock or I/O.
///
/// The root's only child is the pool, permanent, with no limit to its stop (OTP supervisor(3) for a child that is a
/// supervisor). When the pool ends by its intensity the root counts that and starts it again with the specs it had at
/// its end; above the root's intensity the tree ends.
public struct SupervisionTree<ID: Hashable & Sendable>: Sendable {
    /// The root's only child.
    enum Role: Sendable { case pool }

    /// A step between the two machines: all actions of one are taken before the next.
    enum Step {
        case root(Supervisor<Role>.Event)
        case pool(Supervisor<ID>.Event)
    }

    var root: Supervisor<Role>
    var pool: Supervisor<ID>
    /// The root's incarnation number of the pool; 0 before the first.
    var generation: UInt64 = 0
    /// How the last pool ended; nil before the first did.
    var lastPoolOutcome: SupervisionOutcome<ID>?
    var steps: [Step] = []
    var outbox: [Action] = []

    /// A tree whose pool will start these children, in this order, when it hears ``Event/begin``.
    ///
    /// - Throws: what the supervisors refuse.
    public init(
        children: [ChildSpec<ID>], intensity: RestartIntensity = .tenInFiveSeconds,
        rootIntensity: RestartIntensity = .tenInFiveSeconds, parking: Parking? = nil
    ) throws(SupervisorError) {
        root = try Supervisor(children: [ChildSpec(id: .pool, shutdown: .infinity)], intensity: rootIntensity)
        pool = try Supervisor(children: children, intensity: intensity, parking: parking)
    }

    /// The pool's children in start order, as they are after the last event.
    public var children: [ChildInfo<ID>] { pool.children }

    /// How often the root has started the pool again with success.
    public var poolRestarts: Int { root.children.first?.restarts ?? 0 }

    /// Whether the tree is done.
    public var hasEnded: Bool { root.hasEnded }

    /// Hears one event and says what is to be done, in order. `now` is in whole monotonic seconds.
    public mutating func handle(_ event: Event, at now: Int) -> [Action] {
        if let step = step(for: event) { steps.append(step) }
        while !steps.isEmpty {
            switch steps.removeFirst() {
            case .root(let event):
                for action in root.handle(event, at: now) { take(action) }
            case .pool(let event):
                for action in pool.handle(event, at: now) { take(action) }
            }
        }
        assert(brokenBetween.isEmpty, "\(brokenBetween)")
        let actions = outbox
        outbox = []
        return actions
    }

    /// The invariants that do not hold after the last transition; empty when all is well.
    ///
    /// Debug builds assert them after every transition, each machine its own.
    public func checkInvariants() -> [String] {
        root.checkInvariants() + pool.checkInvariants() + brokenBetween
    }

    /// What does not hold between the two machines.
    private var brokenBetween: [String] {
        var broken: [String] = []
        let poolState = root.children.first?.state ?? .terminated
        if pool.hasEnded, !poolState.isSettled, poolState != .restarting {
            broken.append("the root knows that the pool has ended")
        }
        if root.hasEnded, !pool.hasEnded {
            broken.append("no pool outlives the root")
        }
        return broken
    }

    private func step(for event: Event) -> Step? {
        switch event {
        case .begin: .root(.begin)
        case .retryPool: .root(.retry(.pool))
        case .command(let id, .shutdown): .root(.command(id, .shutdown))
        case .started(let id, let incarnation): .pool(.started(id, incarnation: incarnation))
        case .startFailed(let id, let incarnation, let reason):
            .pool(.startFailed(id, incarnation: incarnation, reason))
        case .exited(let id, let incarnation, let reason): .pool(.exited(id, incarnation: incarnation, reason))
        case .setMinimumRunning(let number): .pool(.setMinimumRunning(number))
        case .command(let id, let command): .pool(.command(id, command))
        case .pool(let sender, let event): sender == generation ? .pool(event) : nil
        }
    }
}
