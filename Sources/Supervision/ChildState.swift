// SPDX-License-Identifier: Apache-2.0

/// Where a child stands. Times are the whole monotonic seconds given to the machine.
public enum ChildState: Sendable, Equatable {
    /// Awaits its turn in the supervisor's first start.
    case pending
    /// Its first start, or one asked for by a command, is under way.
    case starting
    /// It has said it is up. A child whose source is away is running too.
    case running(since: Int)
    /// It died; a new start is under way or about to be tried.
    case restarting
    /// It died too often or was quarantined, and is tried again by itself after the delay.
    case parked(since: Int, delayMilliseconds: Int)
    /// It was asked to end and has not ended yet.
    case stopping
    /// It is not running, and only a command starts it.
    case terminated

    /// Whether the child is up.
    public var isRunning: Bool {
        if case .running = self { true } else { false }
    }

    /// Whether the child neither runs nor will be started by itself.
    var isSettled: Bool {
        switch self {
        case .pending, .terminated: true
        case .starting, .running, .restarting, .parked, .stopping: false
        }
    }

    /// Since when the child has been up; nil when it is not.
    var upSince: Int? {
        if case .running(let since) = self { since } else { nil }
    }
}
