// SPDX-License-Identifier: Apache-2.0

/// What a supervisor knows about a child before it runs (OTP supervisor(3), `child_spec()`).
public struct ChildSpec<ID: Hashable & Sendable>: Sendable, Equatable {
    /// The child's name, unique among the children of one supervisor.
    public var id: ID
    /// When the child is started again.
    public var restart: RestartPolicy
    /// How the child is stopped.
    public var shutdown: Shutdown

    /// A spec with OTP's defaults for a worker: permanent, 5 s to end when asked.
    public init(id: ID, restart: RestartPolicy = .permanent, shutdown: Shutdown = .timeout(milliseconds: 5000)) {
        self.id = id
        self.restart = restart
        self.shutdown = shutdown
    }
}
