// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// Exchanges that are given up, and workers that end.
struct LatenessTests {
    @Test func wait_whenTheDeadlineHasPassed_isLateAndClosesTheLane() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        #expect(!rig.server.isStalled(lane: 0))
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .late)
        #expect(rig.server.isStalled(lane: 0))
        #expect(!rig.post(lane: 0, count: 64))
        #expect(rig.post(lane: 1, count: 64))
    }

    @Test func post_whenTheLateAnswerHasCome_opensTheLaneAndWipesItsBytes() throws {
        let rig = try Rig()
        let count = SegmentLayout.laneCapacity
        #expect(rig.post(lane: 0, count: count))
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .late)
        try rig.answer(0, filling: 0xEE)
        #expect(!rig.server.isStalled(lane: 0))
        #expect(rig.data(0).allSatisfy { $0 == 0xEE })
        #expect(rig.post(lane: 0, count: 32))
        let isWiped = rig.data(0).allSatisfy { $0 == 0 }
        #expect(isWiped, "the late answer's bytes")
    }

    @Test func wait_whenOnlyALateAnswerIsThere_doesNotTakeIt() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 32))
        let late = try rig.request(0)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .late)
        rig.worker.answer(late, .complete)
        #expect(rig.post(lane: 0, count: 32))
        // The old answer once more, as a worker that is slow or lies would give it.
        rig.worker.data(late).initializeMemory(as: UInt8.self, repeating: 0xEE)
        rig.worker.answer(late, .complete)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .late)
        #expect(!rig.post(lane: 0, count: 32), "the lane waits for the second answer")
        #expect(try rig.request(0).number != late.number)
        try rig.answer(0, filling: 1)
        #expect(rig.post(lane: 0, count: 32))
        try rig.answer(0, filling: 2)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .complete)
        #expect(rig.server.data(lane: 0, count: 32).allSatisfy { $0 == 2 })
    }

    @Test func wait_whenAStepWasMade_isGivenTheStepsTimeAgain() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 65536))
        rig.worker.makeStep()
        let outcome = try Later { rig.server.wait(lane: 0, until: Rig.past, step: 60_000) }
        try wait(for: "the server to wait") { rig.memory.load32(SegmentLayout.serverWaits(0)) == 1 }
        #expect(!rig.server.isStalled(lane: 0))
        try rig.answer(0, filling: 1)
        #expect(try outcome.get("the answer") == .complete)
    }

    /// DESIGN section 3: no 4 KiB step in time leaves the worker out; a byte now and then must not keep a read waiting.
    @Test func wait_whenLessThanAStepWasMade_isLate() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 65536))
        let outcome = try Later { rig.server.wait(lane: 0, until: Rig.past, step: 60_000) }
        try? wait(for: "the lane to be closed") { rig.server.isStalled(lane: 0) }
        try rig.answer(0, filling: 1)
        #expect(try outcome.get("the end of the exchange") == .late)
    }

    /// A worker that claims steps for ever gets no more time than the steps of the longest answer have.
    @Test func wait_whenMoreStepsAreMadeThanThereAre_isLate() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        let outcome = try Later { rig.server.wait(lane: 0, until: Rig.past, step: 1) }
        while !rig.server.isStalled(lane: 0) { rig.worker.makeStep() }
        #expect(try outcome.get("the end of the wait") == .late)
    }

    @Test func post_forgetsTheProgressOfTheExchangeBefore() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 65536))
        rig.worker.makeStep()
        try rig.answer(0, filling: 1)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .complete)
        #expect(rig.post(lane: 0, count: 65536))
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 60_000) == .late)
    }

    @Test func markEnded_wakesAllWhoWait() throws {
        let rig = try Rig()
        let outcomes = try (0..<SegmentLayout.laneCount).map { lane in
            #expect(rig.post(lane: lane, count: 64))
            return try Later { rig.server.wait(lane: lane, until: .after(milliseconds: 3_600_000), step: 1) }
        }
        for lane in 0..<SegmentLayout.laneCount {
            try wait(for: "the server to wait") { rig.memory.load32(SegmentLayout.serverWaits(lane)) == 1 }
        }
        rig.server.markEnded()
        for outcome in outcomes { #expect(try outcome.get("a waiter to be woken") == .ended) }
        #expect(rig.server.isEnded)
    }

    @Test func post_whenTheWorkerHasEnded_isRefused() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        try rig.answer(0, filling: 1)
        rig.server.markEnded()
        #expect(rig.server.wait(lane: 0, until: Rig.far, step: 1) == .ended)
        for lane in 0..<SegmentLayout.laneCount { #expect(!rig.post(lane: lane, count: 64)) }
    }

    @Test func wait_whenTheWorkerSaysThatItHasEnded_believesNothing() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        rig.memory.store32(SegmentLayout.response(0), SegmentLayout.ended)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .late)
        #expect(!rig.server.isEnded)
    }
}
