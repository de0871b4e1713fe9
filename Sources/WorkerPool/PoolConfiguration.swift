// SPDX-License-Identifier: Apache-2.0

public import Entropy

/// What a pool is made of.
public struct PoolConfiguration: Sendable {
    /// The sources of its first workers, which get the ids 1, 2, 3 and so on.
    public var sources: [EntropySource]
    /// Contributions that every block needs.
    public var quorum: Int
    /// Workers at the most.
    public var maxWorkers = 64
    /// The worker program.
    public var program: WorkerImage
    /// The user and group that workers become when this process is root; nil to stay.
    public var identity: (user: UInt32, group: UInt32)?

    /// Where the worker program is.
    public enum WorkerImage: Sendable {
        /// An open descriptor of this process.
        case descriptor(Int32)
        /// A path.
        case path(String)
    }

    /// A pool of these sources.
    /// - Parameter quorum: nil for the usual one, min(2, workers).
    /// - Throws: when there is no worker, too many, or the quorum is not met by all of them.
    public init(
        sources: [EntropySource], quorum: Int? = nil, program: WorkerImage,
        identity: (user: UInt32, group: UInt32)? = nil
    ) throws(PoolError) {
        guard sources.count <= maxWorkers else { throw .full(maxWorkers) }
        let quorum = quorum ?? min(2, sources.count)
        guard quorum >= 1, quorum <= sources.count else { throw .quorumAbovePool(quorum, workers: sources.count) }
        self.sources = sources
        self.quorum = quorum
        self.program = program
        self.identity = identity
    }

    /// Milliseconds without progress after which a worker is left out of a read.
    static let step = 250
    /// Milliseconds between two looks at a worker that was left out.
    static let look = 50
    /// Looks after which it is killed: one second after its last step.
    static let looks = 15
    /// Milliseconds a worker has to say that it is up.
    static let startLimit = 5000
}
