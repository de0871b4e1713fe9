// SPDX-License-Identifier: Apache-2.0

import Channel
import Linux
import Synchronization
import Testing

@testable import WorkerPool

/// Who draws next, and what is never given.
struct DrawQueueTests {
    @Test(arguments: [1, 32, 4096, 4097, 65537, 1 << 20])
    func submit_whenTheQuorumStands_isServedAtOnce(count: Int) throws {
        let bench = try Bench(workers: 3, quorum: 2)
        bench.join()
        bench.submit(bench.draw(1, count: count))
        guard case .bytes(let bytes) = bench.ending(1) else {
            Issue.record("\(String(describing: bench.ending(1)))")
            return
        }
        #expect(bytes.count == count)
        let isZero = bytes.allSatisfy { $0 == 0 }
        if count > 8 { #expect(!isZero) }
    }

    @Test(arguments: [32, 100_000])
    func submit_belowTheQuorum_waitsUntilItStands(count: Int) throws {
        let bench = try Bench(workers: 3, quorum: 3)
        bench.join(0, 1)
        bench.submit(bench.draw(1, count: count))
        #expect(bench.ending(1) == nil)
        bench.join(2)
        #expect(try bench.waitForEnd(1).isBytes)
    }

    @Test(arguments: [32, 100_000])
    func submit_belowTheQuorumOfOneThatMayNotWait_wouldWait(count: Int) throws {
        let bench = try Bench(workers: 2, quorum: 2)
        bench.join(0)
        bench.submit(bench.draw(1, count: count, mayWait: false))
        #expect(bench.ending(1) == .wouldWait)
    }

    @Test func submit_whenItIsAlreadyCancelled_doesNotWait() throws {
        let bench = try Bench(workers: 1, quorum: 1)
        _ = bench.unwanted.withLock { $0.insert(1) }
        bench.submit(bench.draw(1))
        #expect(bench.ending(1) == .cancelled)
    }

    @Test func submit_ofAWorkerThatIsNotThere_isGone() throws {
        let bench = try Bench(workers: 1, quorum: 1)
        bench.submit(bench.draw(1, .worker(7)))
        #expect(bench.ending(1) == .gone)
    }

    @Test func submit_ofOneWorker_needsNoQuorum() throws {
        let bench = try Bench(workers: 3, quorum: 3)
        bench.join(1)
        bench.submit(bench.draw(1, count: 5000, .worker(2)))
        #expect(bench.ending(1)?.isBytes == true)
        #expect(bench.workers[0].requests == 0 && bench.workers[2].requests == 0)
        bench.submit(bench.draw(2, .worker(1)))
        #expect(bench.ending(2) == nil)
        bench.membership.update { $0.rows.removeAll { $0.id == 1 } }
        #expect(try bench.waitForEnd(2) == .gone)
    }

    @Test func cancel_whileItWaits_endsIt() throws {
        let bench = try Bench(workers: 1, quorum: 1)
        bench.submit(bench.draw(1))
        bench.submit(bench.draw(2, count: 100_000))
        bench.queue.cancel(1)
        bench.queue.cancel(2)
        bench.queue.cancel(3)
        #expect(bench.ending(1) == .cancelled)
        #expect(bench.ending(2) == .cancelled)
        bench.join()
        #expect(bench.ended == [1, 2])
    }

    /// A reader that a signal interrupts must be let go, also when the signal came while its bytes were collected and
    /// these then did not suffice.
    @Test(arguments: [32, 100_000])
    func cancel_whileItIsFilledInVain_endsIt(count: Int) throws {
        let bench = try Bench(workers: 2, quorum: 2)
        bench.workers[1].hold(true)
        bench.join()
        let call = try Call { bench.submit(bench.draw(1, count: count)) }
        try wait(for: "the second worker to be asked") { bench.workers[1].requests > 0 }
        _ = bench.unwanted.withLock { $0.insert(1) }
        bench.queue.cancel(1)
        try call.get("the submission")
        #expect(try bench.waitForEnd(1) == .cancelled)
    }

    @Test func end_endsWhatWaitsAndWhatComes() throws {
        let bench = try Bench(workers: 2, quorum: 2)
        bench.submit(bench.draw(1))
        bench.submit(bench.draw(2, count: 100_000))
        bench.queue.end()
        bench.submit(bench.draw(3))
        #expect((1...3).map { bench.ending($0) } == [.gone, .gone, .gone])
    }

    @Test func waitingDraws_areServedSmallOnesFirstAndInTheirOrder() throws {
        let bench = try Bench(workers: 2, quorum: 2, fillers: 1)
        for (token, count) in [(1, 100_000), (2, 32), (3, 200_000), (4, 4096), (5, 1)] {
            bench.submit(bench.draw(UInt64(token), count: count))
        }
        #expect(bench.ended.isEmpty)
        bench.join()
        try wait(for: "all to be served") { bench.ended.count == 5 }
        #expect(bench.ended == [2, 4, 5, 1, 3])
    }

    @Test func manySmallDraws_shareACollection() throws {
        let bench = try Bench(workers: 2, quorum: 2)
        for token in 1...1000 as ClosedRange<UInt64> { bench.submit(bench.draw(token, count: 32)) }
        bench.join()
        try wait(for: "all to be served") { bench.ended.count == 1000 }
        #expect(bench.ended == Array(1...1000))
        let blocks = (1...1000 as ClosedRange<UInt64>).compactMap { token -> [UInt8]? in
            if case .bytes(let bytes) = bench.ending(token) { bytes } else { nil }
        }
        #expect(Set(blocks).count == 1000)
        #expect(bench.workers[0].requests < 500)
    }

    @Test func draws_overTenThousand_repeatNoBlock() throws {
        let bench = try Bench(workers: 2, quorum: 2)
        bench.join()
        let seen = Mutex<Set<[UInt8]>>([])
        for token in 1...10_000 as ClosedRange<UInt64> {
            bench.submit(
                Draw(token: token, count: 32) { outcome in
                    guard case .bytes(let bytes) = outcome else { return }
                    seen.withLock { _ = $0.insert(Array(bytes)) }
                })
        }
        try wait(for: "all to be served") { seen.withLock { $0.count } == 10_000 }
    }

    @Test(arguments: [32, 100_000])
    func submit_whenAWorkerMakesNoStep_givesNothingBelowTheQuorum(count: Int) throws {
        let bench = try Bench(workers: 3, quorum: 3)
        bench.workers[2].hold(true)
        bench.join()
        let call = try Call { bench.submit(bench.draw(1, count: count)) }
        try call.get("the submission")
        #expect(bench.ending(1) == nil)
        #expect(bench.membership.contributors.active.map(\.id) == [1, 2])
        bench.workers[2].hold(false)
        try wait(for: "the late answers") {
            (0..<14).allSatisfy { !bench.workers[2].member.end.isStalled(lane: $0) }
        }
        bench.join(2)
        #expect(try bench.waitForEnd(1).isBytes)
    }

    @Test(arguments: [32, 100_000])
    func submit_whenAWorkerMakesNoStep_leavesItOutAboveTheQuorum(count: Int) throws {
        let bench = try Bench(workers: 3, quorum: 2)
        bench.workers[0].hold(true)
        bench.join()
        let call = try Call { bench.submit(bench.draw(1, count: count)) }
        try call.get("the submission")
        #expect(try bench.waitForEnd(1).isBytes)
        #expect(bench.membership.contributors.active.map(\.id) == [2, 3])
        #expect(bench.workers[0].member.contributed.load(ordering: .relaxed) == 0)
        #expect(bench.workers[1].member.contributed.load(ordering: .relaxed) >= UInt64(count))
    }
}
