// SPDX-License-Identifier: Apache-2.0

import Entropy
import Glibc
import Linux
import Synchronization
import Testing

@testable import WorkerPool

/// A pool of real processes.
struct PoolTests {
    @Test(arguments: [32, 100_000])
    func read_whenAWorkerIsStoppedAndAllAreNeeded_waitsForItsSuccessor(count: Int) throws {
        let pool = try TestPool(quorum: 3)
        let pid = try pool.pid(3)
        try Signal.send(SIGSTOP, to: pid)
        #expect(try pool.read(count).count == count)
        let worker = try #require(pool.worker(3))
        #expect(worker.pid != pid && worker.restarts == 1)
    }

    @Test func read_whenAWorkerIsStoppedAndTheOthersSuffice_leavesItOut() throws {
        let pool = try TestPool(quorum: 2)
        let pid = try pool.pid(1)
        try Signal.send(SIGSTOP, to: pid)
        #expect(try pool.read(100_000).count == 100_000)
        #expect(pool.worker(1)?.contributedBytes == 0)
        #expect((pool.worker(2)?.contributedBytes ?? 0) >= 100_000)
        try wait(for: "worker 1 to be replaced") {
            guard let worker = pool.worker(1) else { return false }
            return worker.state == .running && worker.pid != pid && worker.restarts == 1
        }
        _ = try pool.read(32)
        #expect((pool.worker(1)?.contributedBytes ?? 0) >= 32)
    }

    @Test func read_whenAStoppedWorkerGoesOnInTime_usesItAgain() throws {
        let pool = try TestPool([.openssl, .openssl], quorum: 2)
        let pid = try pool.pid(2)
        try Signal.send(SIGSTOP, to: pid)
        let call = try Call { try pool.read(32).count }
        try Signal.send(SIGCONT, to: pid)
        #expect(try call.get("the read") == 32)
    }

    @Test func read_whenAllWorkersAreKilled_waitsForTheirSuccessors() throws {
        let pool = try TestPool(quorum: 3)
        for id in 1...3 as ClosedRange<UInt64> { try Signal.send(SIGKILL, to: try pool.pid(id)) }
        #expect(try pool.read(100_000).count == 100_000)
        try wait(for: "the restarts to be counted") { pool.pool.report().workers.allSatisfy { $0.restarts == 1 } }
    }

    @Test func reads_overTenThousand_repeatNoBlock() throws {
        let pool = try TestPool([.openssl])
        var mixed: Set<[UInt8]> = []
        for _ in 0..<10_000 { mixed.insert(try pool.read(32)) }
        #expect(mixed.count == 10_000)
    }

    @Test func readsOfOneWorker_overTenThousandAndOneLarge_repeatNoBlock() throws {
        let pool = try TestPool([.openssl, .kernel], quorum: 1)
        var own: Set<[UInt8]> = []
        for round in 0..<10_000 { own.insert(try pool.read(32, .worker(UInt64(1 + round % 2)))) }
        for id in [1, 2] as [UInt64] {
            let bytes = try pool.read(1 << 20, .worker(id))
            for start in stride(from: 0, to: bytes.count, by: 32) { own.insert(Array(bytes[start..<start + 32])) }
        }
        #expect(own.count == 10_000 + 2 * 32768)
    }

    /// Two reads of a pool whose only worker repeats itself still differ: each has its own w0.
    @Test func reads_ofAWorkerThatRepeatsItself_differ() throws {
        let bench = try Bench(workers: 1, quorum: 1)
        bench.workers[0].repeatItself()
        bench.join()
        var seen: Set<[UInt8]> = []
        for (token, count) in [32, 64, 96, 5000, 70_000, 200_000].enumerated() {
            bench.submit(bench.draw(UInt64(token + 1), count: count))
            guard case .bytes(let bytes) = try bench.waitForEnd(UInt64(token + 1)) else {
                Issue.record("no bytes")
                continue
            }
            seen.insert(Array(bytes[..<32]))
            // Within one read the same contributions give the same block: w0 is one a read.
            if count >= 64 { #expect(bytes[..<32] == bytes[32..<64]) }
        }
        #expect(seen.count == 6)
    }

    @Test func commands_whenOneIsWrong_areAllRefusedUntried() throws {
        let pool = try TestPool()
        let performance = try pool.perform([.add(.openssl), .quorum(4), .remove(99)])
        #expect(performance.done.isEmpty)
        #expect(performance.refused?.index == 2)
        #expect(performance.refused?.error == .noSuchWorker(99))
        #expect(pool.pool.workerIDs == [1, 2, 3])
        #expect(pool.pool.report().quorum == 2)
    }

    @Test func commands_areCarriedOutInTheirOrder() throws {
        let pool = try TestPool()
        let performance = try pool.perform([.add(.kernel), .quorum(4), .help, .restart(1), .quorum(2), .remove(4)])
        #expect(performance.refused == nil)
        #expect(performance.done == [4, nil, nil, 1, nil, 4])
        #expect(pool.pool.workerIDs == [1, 2, 3])
    }

    @Test func commands_whenOneFails_keepWhatWasDone() throws {
        let pool = try TestPool()
        let performance = try pool.perform([.add(.openssl), .add(.file(path: "/nonexistent")), .remove(1)])
        #expect(performance.done == [4])
        #expect(performance.refused?.index == 1)
        guard case .startFailed = performance.refused?.error else {
            Issue.record("\(String(describing: performance.refused?.error))")
            return
        }
        #expect(pool.pool.workerIDs == [1, 2, 3, 4])
    }

    @Test func report_countsIndependentSources() throws {
        let pool = try TestPool([.openssl, .kernel, .file(path: "/dev/urandom")])
        try wait(for: "the device to run") { pool.pool.report().contributing == 3 }
        let report = pool.pool.report()
        #expect(report.distinctSources == 2)
        #expect(report.state == .ready)
    }

    @Test func stop_endsThePoolAndSaysWhy() throws {
        let pool = try TestPool()
        let process = try Watched(try pool.pid(1))
        pool.pool.stop()
        try process.waitUntilReaped()
        try wait(for: "the pool to end") { pool.pool.ended != nil }
        #expect(pool.pool.ended == "stopped")
        #expect(!pool.pool.isReady)
    }

    /// Who is told of changes is asked for again and again in the life of a server.
    @Test func update_manyTimes_needsNoMoreStackEachTime() {
        let membership = Membership(quorum: 1)
        let count = Mutex(0)
        membership.onChange { count.withLock { $0 += 1 } }
        for _ in 0..<200_000 { membership.update { $0.generation += 1 } }
        #expect(count.withLock { $0 } == 200_000)
    }
}
