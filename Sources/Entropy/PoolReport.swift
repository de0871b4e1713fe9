// SPDX-License-Identifier: Apache-2.0

/// What is known of the pool at one moment: what `nodes`, `status` and `metrics` show.
public struct PoolReport: Sendable {
    /// Whether reads are answered.
    public enum State: String, Hashable, Sendable {
        /// Enough workers contribute.
        case ready
        /// Too few workers contribute; reads wait.
        case waitingForQuorum = "waiting-for-quorum"
    }

    /// Contributions that every block needs.
    public var quorum: Int
    /// Every worker, in ascending id.
    public var workers: [WorkerReport]
    /// Workers that contribute.
    public var contributing: Int
    /// Sources that are independent of each other among those that contribute: all local ones share one kernel generator.
    public var distinctSources: Int
    /// Further lines of `status`, in order.
    public var facts: [(key: String, value: String)]

    /// Follows from the numbers: ready when the contributing workers meet the quorum.
    public var state: State { contributing >= quorum ? .ready : .waitingForQuorum }

    /// A report with these values.
    public init(
        quorum: Int, workers: [WorkerReport], contributing: Int, distinctSources: Int,
        facts: [(key: String, value: String)] = []
    ) {
        self.quorum = quorum
        self.workers = workers
        self.contributing = contributing
        self.distinctSources = distinctSources
        self.facts = facts
    }

    /// How many workers are in `state`.
    public func count(of state: WorkerReport.State) -> Int { workers.count { $0.state == state } }
}
