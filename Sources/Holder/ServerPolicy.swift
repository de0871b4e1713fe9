// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// What the holder does when a server is up or has ended: a pure machine, events in, actions out.
///
/// A server that had answered a request is followed at once, any other after a growing delay, for ever. Two ends are
/// final: the connection is gone, or the first server refused to start and has said why.
struct ServerPolicy: Sendable {
    /// How a server ended.
    struct End: Sendable, Equatable {
        /// Its status.
        var status: ExitStatus
        /// Whether it had answered a request.
        var hadAnswered: Bool
        /// Whether the kernel still speaks to the connection.
        var isConnected: Bool
    }

    /// What to do.
    enum Action: Equatable {
        /// Tell that the device answers, for the first time.
        case announce
        /// Nothing.
        case none
        /// Start the next server at once.
        case start
        /// Start the next server after this many milliseconds.
        case startAfter(milliseconds: Int)
        /// The holder ends with this status, after taking away what is left of the mount.
        case finish(status: Int32)
    }

    /// Statuses of sysexits.h, with which a server says that starting it again is of no use.
    private static let refusals: ClosedRange<Int32> = 64...78

    /// Servers that were started after the first.
    private(set) var restarts = 0
    /// Whether a server of this mount has been up.
    private(set) var isAnnounced = false
    private var delay = RestartDelay()

    /// A server says that it is up.
    mutating func ready() -> Action {
        guard !isAnnounced else { return .none }
        isAnnounced = true
        return .announce
    }

    /// A server has ended.
    mutating func ended(_ end: End, using generator: inout some RandomNumberGenerator) -> Action {
        guard end.isConnected else { return .finish(status: 0) }
        if case .exited(let status) = end.status, Self.refusals.contains(status), !isAnnounced {
            return .finish(status: status)
        }
        restarts += 1
        guard end.hadAnswered else { return .startAfter(milliseconds: delay.next(using: &generator)) }
        delay.reset()
        return .start
    }

    /// A server other than the first could not be started at all.
    mutating func failedToStart(using generator: inout some RandomNumberGenerator) -> Action {
        .startAfter(milliseconds: delay.next(using: &generator))
    }
}
