// SPDX-License-Identifier: Apache-2.0

/// Drives a ``SupervisionTree`` through a ``ChildHost``: queues events, performs actions, completes commands.
///
/// Confined to its caller's loop: it is not `Sendable`, starts no task and reads no clock. It does not keep its host
/// alive; the host has to outlive it.
public final class Runner<Host: ChildHost> {
    /// The tree's event type for this host.
    public typealias Event = SupervisionTree<Host.ID>.Event

    private var tree: SupervisionTree<Host.ID>
    private unowned let host: Host
    private var queue: [Event] = []
    private var isFeeding = false
    private var completions: [CommandID: (CommandResult) -> Void] = [:]
    private var nextCommand: UInt64 = 1

    /// A runner for this tree; nothing happens before ``begin(at:)``.
    public init(tree: SupervisionTree<Host.ID>, host: Host) {
        self.tree = tree
        self.host = host
    }

    /// The children in start order, as they are at this moment.
    public var children: [ChildInfo<Host.ID>] { tree.children }

    /// How often the root has started the pool again with success.
    public var poolRestarts: Int { tree.poolRestarts }

    /// Whether the tree is done.
    public var hasEnded: Bool { tree.hasEnded }

    /// Starts the pool and its children. `now` is in whole monotonic seconds.
    public func begin(at now: Int) {
        feed(.begin, at: now)
    }

    /// Hands in one event and performs what follows, including events posted meanwhile.
    ///
    /// Called from within a host's method or a completion, it only queues the event, and the outer call's `now` holds.
    public func feed(_ event: Event, at now: Int) {
        queue.append(event)
        guard !isFeeding else { return }
        isFeeding = true
        defer { isFeeding = false }
        while !queue.isEmpty {
            for action in tree.handle(queue.removeFirst(), at: now) { perform(action) }
        }
    }

    /// Asks for a command; `completion` is called exactly once, perhaps before this returns.
    public func command(
        _ command: SupervisorCommand<Host.ID>, at now: Int, completion: @escaping (CommandResult) -> Void
    ) {
        let id = CommandID(nextCommand)
        nextCommand += 1
        completions[id] = completion
        feed(.command(id, command), at: now)
    }

    private func perform(_ action: SupervisionTree<Host.ID>.Action) {
        switch action {
        case .start(let id, let incarnation): host.start(id, incarnation: incarnation)
        case .stop(let id, let incarnation, let how): host.stop(id, incarnation: incarnation, shutdown: how)
        case .post(let event): queue.append(event)
        case .schedule(let event, let delay): host.schedule(event, afterMilliseconds: delay)
        case .reply(let id, let result): completions.removeValue(forKey: id)?(result)
        case .report(let what): host.report(what)
        case .ended(let outcome): host.ended(outcome)
        }
    }
}
