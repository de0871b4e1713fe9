// SPDX-License-Identifier: Apache-2.0

/// What an administrator can ask of a supervisor; each is answered exactly once.
///
/// The first four are OTP supervisor(3)'s `start_child`, `terminate_child`, `delete_child`, `restart_child`.
public enum SupervisorCommand<ID: Hashable & Sendable>: Sendable, Equatable {
    /// Adds a child and starts it; a child whose start fails is not kept.
    case startChild(ChildSpec<ID>)
    /// Stops a child and keeps its spec, unless it is temporary.
    case terminateChild(ID)
    /// Drops the spec of a child that is not running.
    case deleteChild(ID)
    /// Starts a child that was terminated; it stays terminated when that fails.
    case restartChild(ID)
    /// Stops a child and drops its spec.
    case removeChild(ID)
    /// Stops a child, if it runs, and starts it again at once. No failure is counted; when the start fails the
    /// child stays terminated, as after `restartChild`.
    case bounceChild(ID)
    /// Stops all children right to left and ends; answered when all are gone.
    case shutdown
}
