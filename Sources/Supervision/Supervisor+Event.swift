// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// What a supervisor hears. Whatever it is not waiting for is kept in order until it can be served, or dropped
    /// when it speaks of an incarnation that is gone.
    public enum Event: Sendable, Equatable {
        /// Start the children; comes first and once.
        case begin
        /// The child has said it is up.
        case started(ID, incarnation: UInt64)
        /// The child did not come up and is gone.
        case startFailed(ID, incarnation: UInt64, ExitReason)
        /// The child is gone, by itself or after a stop.
        case exited(ID, incarnation: UInt64, ExitReason)
        /// A failed restart is to be tried again; posted by the machine to itself (`try_again_restart`).
        case retry(ID)
        /// The delay of the child parked after this incarnation is over; scheduled by the machine.
        case unpark(ID, incarnation: UInt64)
        /// Changes ``Parking/minimumOthers`` at once, in any phase; nothing without parking. A negative number counts
        /// as 0.
        case setMinimumRunning(Int)
        /// A command, answered by ``Action/reply(_:_:)``.
        case command(CommandID, SupervisorCommand<ID>)
        /// The parent's order to stop, which has no answer but ``Action/ended(_:)``.
        case parentStop
    }
}
