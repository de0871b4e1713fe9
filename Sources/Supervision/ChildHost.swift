// SPDX-License-Identifier: Apache-2.0

/// What a ``Runner`` acts through: the host knows how a child is made, stopped and timed.
///
/// All calls come from within the runner's `feed` or `command`, on the caller's loop; none may block. The host may
/// feed the runner from inside a call: the event is queued behind those already waiting.
public protocol ChildHost<ID>: AnyObject {
    /// What names a child.
    associatedtype ID: Hashable & Sendable

    /// Starts a child. The host feeds exactly one `started` or `startFailed` of this incarnation afterwards, within
    /// a limit of its own; on `startFailed` nothing of the child is left.
    func start(_ id: ID, incarnation: UInt64)

    /// Stops a child as `shutdown` says and feeds `exited` once it is gone. When that exit has been fed already, the
    /// host does nothing.
    func stop(_ id: ID, incarnation: UInt64, shutdown: Shutdown)

    /// Feeds the event after this time. It need not be cancelled.
    func schedule(_ event: SupervisionTree<ID>.Event, afterMilliseconds: Int)

    /// The tree is done; all children are gone.
    func ended(_ outcome: SupervisionOutcome<ID>)

    /// Logs what happened.
    func report(_ what: SupervisionReport<ID>)
}
