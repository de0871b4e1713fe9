// SPDX-License-Identifier: Apache-2.0

/// Why a command was refused or failed (the error terms of OTP supervisor(3)).
public enum CommandError: Error, Sendable, Equatable {
    /// A child with this id is running.
    case alreadyStarted
    /// A child with this id is there, though not running.
    case alreadyPresent
    /// The child is running.
    case running
    /// The child is being restarted, or is parked and will be.
    case restarting
    /// There is no child with this id.
    case notFound
    /// The child's start failed.
    case startFailed(ExitReason)
    /// The supervisor has ended, or ended before it came to the command (OTP's `noproc`).
    case supervisorEnded
}
