// SPDX-License-Identifier: Apache-2.0

public import Entropy

/// What a pool is made of.
public struct PoolConfiguration: Sendable {
    /// Its first workers and its quorum.
    public let wish: PoolWish
    /// Workers at the most.
    public let maxWorkers = 64
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

    /// A pool of these sources, whose workers get the ids 1, 2, 3 and so on.
    /// - Parameter quorum: nil for the usual one, min(2, workers).
    /// - Throws: when there is no worker, too many, or the quorum is not met by all of them.
    public init(
        sources: [EntropySource], quorum: Int? = nil, program: WorkerImage,
        identity: (user: UInt32, group: UInt32)? = nil
    ) throws(PoolError) {
        let workers = sources.enumerated().map { PoolWish.Worker(id: UInt64($0.offset) + 1, source: $0.element) }
        let wish = PoolWish(
            workers: workers, quorum: quorum ?? min(2, workers.count), nextID: UInt64(workers.count) + 1)
        try self.init(wish: wish, program: program, identity: identity)
    }

    /// The pool that was wished before.
    /// - Throws: when there is no worker, too many, or the quorum is not met by all of them.
    public init(
        wish: PoolWish, program: WorkerImage, identity: (user: UInt32, group: UInt32)? = nil
    ) throws(PoolError) {
        guard wish.workers.count <= maxWorkers else { throw .full(maxWorkers) }
        guard wish.quorum >= 1, wish.quorum <= wish.workers.count else {
            throw .quorumAbovePool(wish.quorum, workers: wish.workers.count)
        }
        self.wish = wish
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
