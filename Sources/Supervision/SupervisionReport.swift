// SPDX-License-Identifier: Apache-2.0

/// What happened, for the log (OTP's supervisor and progress reports). Reports change nothing.
public enum SupervisionReport<ID: Hashable & Sendable>: Sendable, Equatable {
    /// The child is up.
    case childStarted(ID, incarnation: UInt64)
    /// A start failed.
    case startFailed(ID, incarnation: UInt64, ExitReason)
    /// The child ended without being asked.
    case childExited(ID, incarnation: UInt64, ExitReason)
    /// The child ended after it was told to.
    case childStopped(ID, incarnation: UInt64, ExitReason)
    /// A restart was counted and is tried; it is the so-manieth inside the window.
    case restarting(ID, restartsInWindow: Int)
    /// The child is set aside for a while.
    case parked(ID, ExitReason, delayMilliseconds: Int)
    /// The child's delay is over and it is tried again, uncounted.
    case unparked(ID)
    /// A restart of this child is one too many; all children are stopped.
    case intensityReached(ID)
    /// All children of the pool are up, or parked.
    case poolStarted
    /// The pool ended this way without being asked.
    case poolEnded(SupervisionOutcome<ID>)
    /// The root counted a restart of the pool and tries it; it is the so-manieth inside the window.
    case poolRestarting(restartsInWindow: Int)
    /// A restart of the pool is one too many; the tree ends.
    case rootIntensityReached
}
