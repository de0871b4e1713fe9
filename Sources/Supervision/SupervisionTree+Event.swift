// SPDX-License-Identifier: Apache-2.0

extension SupervisionTree {
    /// What the tree hears; children are addressed by id and incarnation.
    public enum Event: Sendable, Equatable {
        /// Start the pool and its children; comes first and once.
        case begin
        /// The child has said it is up.
        case started(ID, incarnation: UInt64)
        /// The child did not come up and is gone.
        case startFailed(ID, incarnation: UInt64, ExitReason)
        /// The child is gone, by itself or after a stop.
        case exited(ID, incarnation: UInt64, ExitReason)
        /// Changes how many other children have to be running for one to be parked.
        case setMinimumRunning(Int)
        /// A command: `shutdown` is for the root, all others for the pool.
        case command(CommandID, SupervisorCommand<ID>)
        /// What a pool, the so-manieth, has posted or scheduled to itself; a caller only hands it back.
        case pool(generation: UInt64, Supervisor<ID>.Event)
        /// What the root has posted to itself; a caller only hands it back.
        case retryPool
    }
}
