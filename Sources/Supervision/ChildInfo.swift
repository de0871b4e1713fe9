// SPDX-License-Identifier: Apache-2.0

/// A child as its supervisor has it at this moment: one line of the `nodes` table.
public struct ChildInfo<ID: Hashable & Sendable>: Sendable, Equatable {
    /// What the child was made from.
    public let spec: ChildSpec<ID>
    /// Where it stands.
    public let state: ChildState
    /// The number of its last start; 0 before the first.
    public let incarnation: UInt64
    /// Successful starts after the first, whoever asked for them; they survive a restart of the pool.
    public let restarts: Int
}
