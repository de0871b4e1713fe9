// SPDX-License-Identifier: Apache-2.0

extension SupervisionTree {
    /// What the caller is to do, in this order, after a transition.
    public enum Action: Sendable, Equatable {
        /// Start the child; answer with exactly one `started` or `startFailed` of this incarnation, in bounded time.
        case start(ID, incarnation: UInt64)
        /// Stop the child; answer with one `exited` of this incarnation.
        case stop(ID, incarnation: UInt64, Shutdown)
        /// Hand the event back, behind those already waiting.
        case post(Event)
        /// Hand the event back after this time; a stale timer is ignored.
        case schedule(Event, afterMilliseconds: Int)
        /// Answer the command.
        case reply(CommandID, CommandResult)
        /// Log this.
        case report(SupervisionReport<ID>)
        /// The tree is done and all children are gone; once, and nothing but replies follows.
        case ended(SupervisionOutcome<ID>)
    }
}
