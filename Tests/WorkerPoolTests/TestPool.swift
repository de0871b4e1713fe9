// SPDX-License-Identifier: Apache-2.0

import Entropy
import Linux
import Logging
import Synchronization

@testable import WorkerPool

/// A pool of worker processes, stopped when the test lets go of it.
final class TestPool: Sendable {
    let pool: WorkerPool
    private let tokens = Atomic<UInt64>(0)

    init(_ sources: [EntropySource] = [.openssl, .openssl, .openssl], quorum: Int? = nil) throws {
        let identity: (user: UInt32, group: UInt32)? = CurrentProcess.user == 0 ? (65534, 65534) : nil
        let configuration = try PoolConfiguration(
            sources: sources, quorum: quorum, program: .path(WorkerProgram.path), identity: identity)
        pool = try WorkerPool(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let up = Latch()
        pool.whenStarted { up.open() }
        guard up.wait(until: .after(milliseconds: 20_000)) else { throw Failure(description: "the pool did not start") }
    }

    deinit { pool.stop() }

    func worker(_ id: UInt64) -> WorkerReport? { pool.report().workers.first { $0.id == id } }

    func pid(_ id: UInt64) throws -> Int32 {
        guard let pid = worker(id)?.pid else { throw Failure(description: "worker \(id) has no process") }
        return pid
    }

    /// Bytes, waited for.
    func read(_ count: Int, _ target: Draw.Target = .mixed) throws -> [UInt8] {
        let done = Latch()
        let result = Mutex<[UInt8]?>(nil)
        let token = tokens.add(1, ordering: .relaxed).newValue
        pool.submit(
            Draw(token: token, count: count, target: target) { outcome in
                if case .bytes(let bytes) = outcome { result.withLock { $0 = Array(bytes) } }
                done.open()
            })
        guard done.wait(until: .after(milliseconds: 60_000)), let bytes = result.withLock({ $0 }) else {
            throw Failure(description: "no bytes")
        }
        return bytes
    }

    func perform(_ commands: [ControlCommand]) throws -> WorkerPool.Performance {
        let done = Latch()
        let result = Mutex<WorkerPool.Performance?>(nil)
        pool.perform(commands) { performance in
            result.withLock { $0 = performance }
            done.open()
        }
        guard done.wait(until: .after(milliseconds: 30_000)), let performance = result.withLock({ $0 }) else {
            throw Failure(description: "\(commands) were not answered")
        }
        return performance
    }
}
