// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linux
import Testing

@testable import Alara

/// How pools begin, wait and end.
struct LifeTests {
    private static func pool(_ workers: Int = 3, _ sources: [Source] = [], quorum: Int? = nil) throws -> EntropyPool {
        try EntropyPool(workers: workers, sources: sources, quorum: quorum, workerProgram: WorkerProgram.path)
    }

    private static func expectInvalid(_ workers: Int, _ sources: [Source] = [], quorum: Int? = nil) {
        let error = #expect(throws: EntropyError.self) { try pool(workers, sources, quorum: quorum) }
        guard case .invalid = error else {
            Issue.record("\(workers) workers, quorum \(quorum ?? -1): \(String(describing: error))")
            return
        }
    }

    // MARK: Beginning

    @Test func init_withNumbersOutOfRange_isInvalid() {
        Self.expectInvalid(0)
        Self.expectInvalid(-1)
        Self.expectInvalid(65)
        Self.expectInvalid(60, Array(repeating: .kernel, count: 5))
        Self.expectInvalid(3, quorum: 0)
        Self.expectInvalid(3, quorum: -1)
        Self.expectInvalid(3, quorum: 4)
    }

    @Test func init_withMoreWorkersThanMemoryHolds_isInvalid() async {
        await #expect(processExitsWith: .success) {
            do throws(EntropyError) {
                _ = try EntropyPool(workers: .max, workerProgram: WorkerProgram.path)
            } catch {
                guard case .invalid = error else { exit(EXIT_FAILURE) }
                exit(EXIT_SUCCESS)
            }
            exit(EXIT_FAILURE)
        }
    }

    @Test func init_whenTheWorkerProgramIsMissingOrNoProgram_saysWhere() throws {
        let regular = try Regular()
        for path in ["/nonexistent/alara-worker", regular.path, ""] { Self.expectMissing(path) }
    }

    private static func expectMissing(_ path: String) {
        #expect(throws: EntropyError.noWorkerProgram(path)) { try EntropyPool(workerProgram: path) }
        #expect(throws: EntropyError.noWorkerProgram(path)) { try StandaloneWorker(workerProgram: path) }
    }

    @Test(arguments: ["/bin/true", "/bin/false"])
    func init_whenTheProgramIsNoWorker_fails(path: String) throws {
        let error = #expect(throws: EntropyError.self) { try EntropyPool(workers: 1, workerProgram: path) }
        guard case .failed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func init_whenASourceDoesNotStart_fails() throws {
        let error = #expect(throws: EntropyError.self) { try Self.pool(1, [.file("/nonexistent/fifo")]) }
        guard case .failed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func init_withSourcesAlone_uses_them() throws {
        let pool = try Self.pool(0, [.kernel, .openssl])
        #expect(pool.nodes.map(\.source) == [.kernel, .openssl])
        #expect(try pool.randomBytes(count: 33).count == 33)
    }

    // MARK: Waiting

    @Test func randomBytes_belowTheQuorum_timesOutAndGoesOnWhenTheSourceComes() throws {
        let fifo = try FIFO()
        let pool = try Self.pool(1, [.file(fifo.path)], quorum: 2)
        try wait(for: "the FIFO to wait") { pool.nodes.map(\.state) == ["running", "waiting"] }
        for count in [1, 32, 100_000] {
            #expect(throws: EntropyError.timedOut) {
                try pool.randomBytes(count: count, timeout: .milliseconds(30))
            }
        }
        #expect(throws: EntropyError.timedOut) { try pool.randomBits(count: 1, timeout: .zero) }
        #expect(throws: EntropyError.timedOut) { try pool.randomInt(bits: 1, timeout: .seconds(-5)) }
        #expect(pool.nodes.allSatisfy { $0.contributedBytes == 0 })
        let waiting = try Call { try pool.randomBytes(count: 32) }
        try fifo.write(count: 65536)
        #expect(try waiting.get("the read").count == 32)
        #expect(pool.nodes.map(\.restarts) == [0, 0])
    }

    @Test func randomBytes_belowTheQuorum_goesOnWhenAWorkerIsAdded() throws {
        let fifo = try FIFO()
        let pool = try Self.pool(1, [.file(fifo.path)], quorum: 2)
        let readers = try [1, 32, 100_000].map { count in try Call { try pool.randomBytes(count: count).count } }
        try pool.addNode()
        #expect(try readers.map { try $0.get("a read") } == [1, 32, 100_000])
    }

    @Test func randomBytes_ofNone_neverWaits() throws {
        let fifo = try FIFO()
        let pool = try Self.pool(1, [.file(fifo.path)], quorum: 2)
        #expect(try pool.randomBytes(count: 0) == [])
        #expect(try pool.randomBits(count: 0) == [])
        #expect(try pool.randomBytes(count: 0, fromNode: 2) == [])
    }

    /// A caller that means "for ever" may say so in seconds.
    @Test func timeout_ofAnyLength_isTaken() async {
        await #expect(processExitsWith: .success) {
            for timeout in [Duration.seconds(Int64.max), .seconds(Int64.max / 1000), .seconds(Int64.min)] {
                _ = Deadline.after(milliseconds: timeout.milliseconds)
            }
            exit(EXIT_SUCCESS)
        }
    }

    // MARK: Ending

    @Test func deinit_leavesNoProcess() throws {
        var pool: EntropyPool? = try Self.pool()
        let pids = pool?.nodes.compactMap(\.pid) ?? []
        #expect(pids.count == 3)
        let first = try Watched(pids[0])
        let second = try Watched(pids[1])
        let third = try Watched(pids[2])
        pool = nil
        try first.waitUntilReaped()
        try second.waitUntilReaped()
        try third.waitUntilReaped()
    }

    @Test func stop_leavesNoProcess() throws {
        let pool = try Self.pool(2)
        let pids = pool.nodes.compactMap(\.pid)
        let first = try Watched(pids[0])
        let second = try Watched(pids[1])
        pool.stop()
        try first.waitUntilReaped()
        try second.waitUntilReaped()
    }

    @Test func stop_endsReadsThatWait() throws {
        let fifo = try FIFO()
        let pool = try Self.pool(1, [.file(fifo.path)], quorum: 2)
        let reader = try Call { try pool.randomBytes(count: 32) }
        pool.stop()
        #expect(throws: EntropyError.stopped) { try reader.get("the read", seconds: 20) }
    }

    @Test func randomBytes_afterStop_isStopped() throws {
        let pool = try Self.pool()
        pool.stop()
        #expect(throws: EntropyError.stopped) { try pool.randomBytes(count: 32) }
        #expect(throws: EntropyError.stopped) { try pool.randomBytes(count: 32) }
    }

    @Test func randomBytes_onceThePoolHasEnded_isStopped() throws {
        let pool = try Self.pool()
        let process = try Watched(try #require(pool.nodes[0].pid))
        pool.stop()
        try process.waitUntilReaped()
        try wait(for: "reads to be refused") { (try? pool.randomBytes(count: 1)) == nil }
        #expect(throws: EntropyError.stopped) { try pool.randomBytes(count: 32) }
        #expect(throws: EntropyError.stopped) { try pool.randomBits(count: 1) }
        #expect(throws: EntropyError.stopped) { try pool.randomInt(bits: 7) }
        pool.stop()
    }

    @Test func commands_onceThePoolHasEnded_areStopped() throws {
        let pool = try Self.pool()
        pool.stop()
        try wait(for: "reads to be refused") { (try? pool.randomBytes(count: 1)) == nil }
        let add = try Call { try pool.addNode() }
        let restart = try Call { try pool.restartNode(1) }
        let quorum = try Call { try pool.setQuorum(1) }
        #expect(throws: EntropyError.stopped) { try add.get("addNode", seconds: 10) }
        #expect(throws: EntropyError.stopped) { try restart.get("restartNode", seconds: 10) }
        #expect(throws: EntropyError.stopped) { try quorum.get("setQuorum", seconds: 10) }
    }

    // MARK: One worker

    @Test(arguments: [Source.openssl, .kernel])
    func standaloneWorker_givesBytes(source: Source) throws {
        let worker = try StandaloneWorker(source: source, workerProgram: WorkerProgram.path)
        for count in [0, 1, 33, 65537, 1 << 20] {
            #expect(try worker.randomBytes(count: count).count == count)
        }
        #expect(try worker.randomBytes(count: 32) != worker.randomBytes(count: 32))
        #expect(throws: EntropyError.self) { try worker.randomBytes(count: (1 << 20) + 1) }
        #expect(throws: EntropyError.self) { try worker.randomBytes(count: -1) }
    }

    @Test func standaloneWorker_whenItIsKilled_comesBack() throws {
        let worker = try StandaloneWorker(workerProgram: WorkerProgram.path)
        let pid = try #require(worker.pid)
        try Watched(pid).kill()
        try wait(for: "another process") { worker.pid != nil && worker.pid != pid }
        #expect(try worker.randomBytes(count: 32, timeout: .seconds(20)).count == 32)
    }

    @Test func standaloneWorker_whenItsSourceIsAway_timesOut() throws {
        let fifo = try FIFO()
        let worker = try StandaloneWorker(source: .file(fifo.path), workerProgram: WorkerProgram.path)
        #expect(throws: EntropyError.timedOut) { try worker.randomBytes(count: 1, timeout: .milliseconds(30)) }
        try fifo.write(count: 8192)
        #expect(try worker.randomBytes(count: 32, timeout: .seconds(20)).count == 32)
    }

    @Test func standaloneWorker_afterStopAndDeinit_leavesNoProcess() throws {
        var worker: StandaloneWorker? = try StandaloneWorker(workerProgram: WorkerProgram.path)
        let process = try Watched(try #require(worker?.pid))
        worker?.stop()
        worker = nil
        try process.waitUntilReaped()
    }
}
