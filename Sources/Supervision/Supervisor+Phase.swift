// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// What the supervisor is doing.
    enum Phase: Sendable, Equatable {
        /// `begin` has not come; events are kept.
        case idle
        /// It waits for any event; none is kept.
        case serving
        /// It waits for this start to end; other events are kept.
        case starting(ID, incarnation: UInt64, StartPurpose)
        /// It waits for this child to be gone; other events are kept.
        case stopping(ID, incarnation: UInt64, StopPurpose)
        /// It is done; no child lives, no event is kept.
        case ended
    }

    /// Why a child is being started: what follows depends on it.
    enum StartPurpose: Sendable, Equatable {
        /// The first start, left to right.
        case initial
        /// After a death, counted or from parking.
        case restart
        /// `startChild`: not kept when it fails.
        case newChild(CommandID)
        /// `restartChild` or `bounceChild`: stays terminated when it fails.
        case again(CommandID)
    }

    /// Why a child is being stopped: what follows depends on it.
    enum StopPurpose: Sendable, Equatable {
        /// `terminateChild`.
        case terminate(CommandID)
        /// `removeChild`.
        case remove(CommandID)
        /// `bounceChild`.
        case bounce(CommandID)
        /// The supervisor is ending this way; the command, if one asked for it, is answered at the end.
        case end(SupervisionOutcome<ID>, CommandID?)
    }

    /// A child in the live list.
    struct Entry: Sendable {
        let spec: ChildSpec<ID>
        var state: ChildState
        /// The number of the last start; 0 before the first.
        var incarnation: UInt64 = 0
        /// Starts that succeeded.
        var starts = 0
        var backoff = Backoff()
    }
}
