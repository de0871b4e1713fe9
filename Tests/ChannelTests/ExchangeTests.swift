// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// Requests and answers between the two ends.
struct ExchangeTests {
    @Test(arguments: [1, 32, 4096, SegmentLayout.laneCapacity])
    func wait_whenAnswered_isCompleteAndLendsTheBytes(count: Int) throws {
        let rig = try Rig()
        for lane in 0..<SegmentLayout.laneCount {
            let count = min(count, SegmentLayout.capacity(lane))
            #expect(rig.post(lane: lane, count: count))
            #expect(try rig.request(lane).count == count)
            try rig.answer(lane, filling: UInt8(lane + 1))
            #expect(rig.server.wait(lane: lane, until: Rig.past, step: 1) == .complete)
            #expect(rig.server.data(lane: lane, count: count).allSatisfy { $0 == UInt8(lane + 1) })
        }
    }

    @Test func wait_whenTheAnswerComesLater_isWoken() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 2, count: 64))
        let outcome = try Later { rig.server.wait(lane: 2, until: Rig.far, step: 1) }
        try wait(for: "the server to wait") { rig.memory.load32(SegmentLayout.serverWaits(2)) == 1 }
        try rig.answer(2, filling: 9)
        #expect(try outcome.get("the answer") == .complete)
        #expect(rig.memory.load32(SegmentLayout.serverWaits(2)) == 0)
    }

    @Test(arguments: [0, 63, 65, 4096, UInt32.max])
    func wait_whenTheLengthIsWrong_isInvalid(length: UInt32) throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        let request = try rig.request(0)
        rig.memory.store32(SegmentLayout.responseLength(0), length)
        rig.memory.store32(SegmentLayout.responseStatus(0), ResponseStatus.complete.rawValue)
        rig.memory.store32(SegmentLayout.response(0), request.number)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .invalid)
    }

    @Test(arguments: [0, ResponseStatus.refused.rawValue, 4, UInt32.max])
    func wait_whenTheStatusIsNoAnswer_isInvalid(status: UInt32) throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        let request = try rig.request(0)
        rig.memory.store32(SegmentLayout.responseLength(0), 64)
        rig.memory.store32(SegmentLayout.responseStatus(0), status)
        rig.memory.store32(SegmentLayout.response(0), request.number)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .invalid)
    }

    @Test func wait_whenTheSourceIsAway_isAwayAndTheLaneStaysOpen() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 1, count: 64))
        rig.worker.answer(try rig.request(1), .away)
        #expect(rig.server.wait(lane: 1, until: Rig.past, step: 1) == .away)
        #expect(rig.post(lane: 1, count: 64))
    }

    @Test func wait_whenNothingWasPosted_isInvalid() throws {
        let rig = try Rig()
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .invalid)
    }

    @Test func post_whenOneIsUnderWay_isRefused() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        #expect(!rig.post(lane: 0, count: 64))
        #expect(rig.post(lane: 1, count: 64))
    }

    @Test func wait_whenAnotherLaneIsAnswered_doesNotTakeIt() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 64))
        #expect(rig.post(lane: 1, count: 64))
        try rig.answer(1, filling: 1)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .late)
        #expect(rig.server.wait(lane: 1, until: Rig.past, step: 1) == .complete)
    }

    @Test func ring_afterSeveralPosts_isHeardOnceForAll() throws {
        let rig = try Rig()
        let thread = try rig.startWorker()
        for lane in SegmentLayout.bulkLanes { #expect(rig.server.post(lane: lane, count: 64)) }
        rig.server.ring()
        for lane in SegmentLayout.bulkLanes {
            #expect(rig.server.wait(lane: lane, until: Rig.far, step: 1) == .complete)
        }
        rig.server.askToStop()
        thread.join()
    }

    @Test func isAnswered_isTrueOnceThereIsNothingToWaitFor() throws {
        let rig = try Rig()
        #expect(rig.server.isAnswered(lane: 0))
        #expect(rig.post(lane: 0, count: 32))
        #expect(rig.post(lane: 1, count: 32))
        #expect(!rig.server.isAnswered(lane: 0))
        try rig.answer(0, filling: 1)
        #expect(rig.server.isAnswered(lane: 0))
        #expect(!rig.server.isAnswered(lane: 1))
        rig.server.markEnded()
        #expect(rig.server.isAnswered(lane: 1))
    }

    @Test func nextRequest_beginsAtTheLaneNamedAndGoesRound() throws {
        let rig = try Rig()
        for lane in [1, 4, 6] { #expect(rig.post(lane: lane, count: 32)) }
        let lanes = (0...7).map { rig.worker.nextRequest(from: $0)?.lane }
        #expect(lanes == [1, 1, 4, 4, 4, 6, 6, 1])
    }

    @Test func nextRequest_whenAllAreAnswered_isNil() throws {
        let rig = try Rig()
        #expect(rig.worker.nextRequest(from: 0) == nil)
        #expect(rig.post(lane: 5, count: 32))
        try rig.answer(5, filling: 1)
        #expect(rig.worker.nextRequest(from: 0) == nil)
    }

    @Test func state_isWhatTheWorkerSays() throws {
        let rig = try Rig()
        #expect(rig.server.state == .starting)
        for state in [ContributorState.running, .waiting] {
            rig.worker.say(state)
            #expect(rig.server.state == state)
        }
        rig.worker.say(.failed, failure: .selfTest)
        #expect(rig.server.state == .failed)
        #expect(rig.server.failure == .selfTest)
    }

    @Test func askToStop_wakesASleepingWorker() throws {
        let rig = try Rig()
        let worker = rig.worker
        let woken = try Later { () -> Bool in
            let doorbell = worker.doorbell
            worker.sleep(since: doorbell)
            return worker.isStopped
        }
        try wait(for: "the worker to sleep") { rig.memory.load32(SegmentLayout.asleep) == 1 }
        rig.server.askToStop()
        #expect(try woken.get("the sleeper"))
    }

    @Test func exchange_tenThousandTimes_losesNoDoorbell() throws {
        let rig = try Rig()
        let thread = try rig.startWorker()
        var failed = 0
        for round in 0..<10_000 where failed == 0 {
            let lane = round % SegmentLayout.laneCount
            guard rig.post(lane: lane, count: 1 + round % 40) else {
                failed += 1
                continue
            }
            let outcome = rig.server.wait(lane: lane, until: Rig.far, step: 1)
            let number = rig.memory.load32(SegmentLayout.request(lane))
            let byte = rig.server.data(lane: lane, count: 1)[0]
            if outcome != .complete || byte != Rig.byte(number, 0) { failed += 1 }
        }
        rig.server.askToStop()
        thread.join()
        #expect(failed == 0)
    }

    @Test func exchange_onAllLanesAtOnce_keepsThemApart() throws {
        let rig = try Rig()
        let thread = try rig.startWorker()
        let results = try (0..<SegmentLayout.laneCount).map { lane in
            try Later { () -> Int in
                (0..<500).count { _ in
                    guard rig.post(lane: lane, count: 48),
                        rig.server.wait(lane: lane, until: Rig.far, step: 1) == .complete
                    else { return false }
                    let number = rig.memory.load32(SegmentLayout.request(lane))
                    let bytes = rig.server.data(lane: lane, count: 48)
                    return bytes.indices.allSatisfy { bytes[$0] == Rig.byte(number, $0) }
                }
            }
        }
        for result in results { #expect(try result.get("a lane") == 500) }
        rig.server.askToStop()
        thread.join()
    }
}
