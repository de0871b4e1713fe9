// SPDX-License-Identifier: Apache-2.0

import Entropy
import Linux
import Synchronization

@testable import WorkerPool

/// A draw queue over fake workers, as a pool has it, without processes.
final class Bench: Sendable {
    let membership: Membership
    let mailbox: Mailbox
    let queue: DrawQueue
    let workers: [FakeWorker]
    /// Draws that nobody wants any more.
    let unwanted = Mutex<Set<UInt64>>([])
    private let outcomes = Mutex<[(token: UInt64, what: Ending)]>([])

    /// How a draw ended.
    enum Ending: Equatable, Sendable {
        case bytes([UInt8])
        case wouldWait, cancelled, gone

        var isBytes: Bool { if case .bytes = self { true } else { false } }
    }

    init(workers count: Int, quorum: Int, fillers: Int = Filler.most) throws {
        let membership = Membership(quorum: quorum)
        let mailbox = try Mailbox()
        let window = Window(membership: membership, mailbox: mailbox)
        let filling = try (0..<fillers).map {
            try Filler(index: $0, window: window, membership: membership, mailbox: mailbox)
        }
        let engine = try BulkEngine(membership: membership, mailbox: mailbox)
        let queue = DrawQueue(fillers: filling, engine: engine, membership: membership)
        self.membership = membership
        self.mailbox = mailbox
        self.queue = queue
        workers = try (0..<count).map { try FakeWorker(UInt64($0 + 1)) }
        membership.onChange { queue.poolChanged() }
        membership.update { state in
            state.rows = (1...UInt64(count)).map {
                .init(id: $0, source: .openssl, pid: nil, state: .running, since: nil, restarts: 0, member: nil)
            }
        }
        try Thread(name: "drain") { queue.drain() }.detach()
    }

    deinit {
        queue.end()
        for worker in workers { worker.stop() }
    }

    /// Counts workers in, all when none is named.
    func join(_ indices: Int...) {
        for index in indices.isEmpty ? Array(workers.indices) : indices { membership.join(workers[index].member) }
    }

    func draw(_ token: UInt64, count: Int = 32, _ target: Draw.Target = .mixed, mayWait: Bool = true) -> Draw {
        Draw(
            token: token, count: count, target: target, mayWait: mayWait,
            isCancelled: { [self] in unwanted.withLock { $0.contains(token) } }
        ) { [self] outcome in
            let what: Ending =
                switch outcome {
                case .bytes(let bytes): .bytes(Array(bytes))
                case .wouldWait: .wouldWait
                case .cancelled: .cancelled
                case .gone: .gone
                }
            outcomes.withLock { $0.append((token, what)) }
        }
    }

    /// Submits it on this thread.
    func submit(_ draw: Draw) { queue.submit(draw) }

    /// Tokens of the draws that have ended, in the order of their ends.
    var ended: [UInt64] { outcomes.withLock { $0.map(\.token) } }

    /// How the draw has ended, nil while it waits.
    func ending(_ token: UInt64) -> Ending? { outcomes.withLock { $0.first { $0.token == token }?.what } }

    func waitForEnd(_ token: UInt64) throws -> Ending {
        try wait(for: "draw \(token) to end") { ending(token) != nil }
        return ending(token) ?? .gone
    }
}
