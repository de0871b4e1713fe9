// SPDX-License-Identifier: Apache-2.0

/// What is known of one worker at one moment.
public struct WorkerReport: Hashable, Sendable {
    /// Where a worker stands.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Started, and has not yet said that it is up.
        case starting
        /// Up and contributing.
        case running
        /// Alive, but its source is away; counts for nothing.
        case waiting
        /// Ended, and the supervisor is about to start it again.
        case restarting
        /// Ended too often, and backs off by itself.
        case parked
        /// Asked to end.
        case stopping
        /// Ended by an administrator's restart whose start failed.
        case stopped
    }

    /// The id, never used again while the mount lives.
    public var id: UInt64
    /// The process, if there is one.
    public var pid: Int32?
    /// Where its bytes come from.
    public var source: EntropySource
    /// Where it stands.
    public var state: State
    /// Whole seconds since it was last up; 0 while it is not.
    public var uptimeSeconds: Int
    /// How often it was started again.
    public var restarts: Int
    /// Bytes it has given to the pool since it was added.
    public var contributedBytes: UInt64
    /// Whether it is the one that bounds the speed of the device.
    public var isSlowest: Bool

    /// A report with these values.
    public init(
        id: UInt64, pid: Int32?, source: EntropySource, state: State, uptimeSeconds: Int, restarts: Int,
        contributedBytes: UInt64, isSlowest: Bool = false
    ) {
        self.id = id
        self.pid = pid
        self.source = source
        self.state = state
        self.uptimeSeconds = uptimeSeconds
        self.restarts = restarts
        self.contributedBytes = contributedBytes
        self.isSlowest = isSlowest
    }
}
