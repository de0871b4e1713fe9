// SPDX-License-Identifier: Apache-2.0

public import Entropy

/// A pool's membership as a value: what a list of commands would make of it, tried before any is carried out.
public struct PoolPlan: Sendable {
    /// Ids of the workers.
    public private(set) var ids: Set<UInt64>
    /// Contributions that every block needs.
    public private(set) var quorum: Int
    /// The id of the worker that is added next.
    public private(set) var nextID: UInt64
    let maxWorkers: Int

    init(ids: Set<UInt64>, quorum: Int, nextID: UInt64, maxWorkers: Int) {
        self.ids = ids
        self.quorum = quorum
        self.nextID = nextID
        self.maxWorkers = maxWorkers
    }

    /// Applies a command.
    /// - Throws: why the pool would refuse it; the plan is then as it was.
    public mutating func apply(_ command: ControlCommand) throws(PoolError) {
        switch command {
        case .add:
            guard ids.count < maxWorkers else { throw .full(maxWorkers) }
            ids.insert(nextID)
            nextID += 1
        case .remove(let id):
            guard ids.contains(id) else { throw .noSuchWorker(id) }
            guard ids.count > quorum else { throw .belowQuorum(quorum) }
            ids.remove(id)
        case .restart(let id):
            guard ids.contains(id) else { throw .noSuchWorker(id) }
        case .quorum(let number):
            guard number >= 1, number <= ids.count else { throw .quorumAbovePool(number, workers: ids.count) }
            quorum = number
        case .help: break
        }
    }
}
