// SPDX-License-Identifier: Apache-2.0

/// What a pool refuses, and why.
public enum PoolError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no worker of this id.
    case noSuchWorker(UInt64)
    /// One worker fewer would be fewer than the quorum.
    case belowQuorum(Int)
    /// So many contributions need more workers than there are.
    case quorumAbovePool(Int, workers: Int)
    /// There are as many workers as there may be.
    case full(Int)
    /// The source did not start.
    case startFailed(String)
    /// The pool has ended or is ending.
    case ended

    /// One line for the administrator.
    public var description: String {
        switch self {
        case .noSuchWorker(let id): "no worker has the id \(id)"
        case .belowQuorum(let quorum): "the pool would fall below its quorum of \(quorum); lower the quorum first"
        case .quorumAbovePool(let quorum, let workers):
            "a quorum of \(quorum) needs as many workers, there are \(workers)"
        case .full(let most): "the pool is full: \(most) workers"
        case .startFailed(let reason): "the source did not start: \(reason)"
        case .ended: "the pool has ended"
        }
    }
}
