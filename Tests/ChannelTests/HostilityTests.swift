// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// The other side may change every word at any time.
struct HostilityTests {
    static let values: [UInt32] = [0, 1, 65537, 0x7FFF_FFFF, 0x8000_0000, .max - 1, .max]
    /// Every word of both sides, and some behind the last.
    static let words = Array(stride(from: 0, to: 256 + 128 * SegmentLayout.laneCount + 64, by: 4))

    /// Everything that the server does with a lane; whatever the words hold, it must come back.
    private static func useServer(_ rig: Rig, lane: Int) {
        _ = rig.server.state
        _ = rig.server.failure
        _ = rig.server.isStalled(lane: lane)
        if rig.post(lane: lane, count: 64) {
            _ = rig.server.wait(lane: lane, until: Rig.past, step: 1)
        }
        _ = rig.server.data(lane: lane, count: 64).reduce(0) { $0 ^ $1 }
        rig.server.wipe(lane: lane, count: 64)
    }

    /// Everything that the worker does with a request.
    private static func useWorker(_ rig: Rig) {
        let doorbell = rig.worker.doorbell
        for lane in 0..<SegmentLayout.laneCount {
            guard let request = rig.worker.nextRequest(from: lane) else { continue }
            #expect(request.count <= SegmentLayout.capacity(request.lane))
            #expect((0..<SegmentLayout.laneCount).contains(request.lane))
            rig.worker.makeStep()
            rig.worker.answer(request, .complete)
        }
        rig.worker.sleep(since: doorbell, nanoseconds: 1)
    }

    @Test(arguments: values)
    func everyWord_whenItHoldsAnything_harmsNobody(value: UInt32) throws {
        let rig = try Rig()
        for word in Self.words {
            for lane in [0, SegmentLayout.laneCount - 1] {
                rig.memory.store32(word, value)
                Self.useServer(rig, lane: lane)
                rig.memory.store32(word, value)
                Self.useWorker(rig)
            }
        }
        // Neither end has written behind the lanes' first bytes.
        for lane in 0..<SegmentLayout.laneCount {
            let isUntouched = rig.data(lane).allSatisfy { $0 == 0 }
            #expect(isUntouched, "lane \(lane)")
        }
    }

    @Test func exchanges_whileAllWordsChange_harmNobody() throws {
        let rig = try Rig()
        let over = Latch()
        let scribbler = try Linux.Thread(name: "scribbler") {
            var generator = SystemRandomNumberGenerator()
            while !over.wait(until: Rig.past) {
                for _ in 0..<64 {
                    let word = Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
                    let value = Bool.random(using: &generator) ? Self.values.randomElement(using: &generator) : nil
                    rig.memory.store32(word, value ?? UInt32.random(in: 0...9, using: &generator))
                }
            }
        }
        for round in 0..<4000 {
            Self.useServer(rig, lane: round % SegmentLayout.laneCount)
            Self.useWorker(rig)
        }
        over.open()
        scribbler.join()
    }

    @Test func nextRequest_whenTheLengthIsMoreThanALaneHolds_staysInsideOfTheLane() throws {
        let rig = try Rig()
        for lane in 0..<SegmentLayout.laneCount {
            #expect(rig.post(lane: lane, count: 32))
            rig.memory.store32(SegmentLayout.requestLength(lane), .max)
            let request = try rig.request(lane)
            #expect(request.count == SegmentLayout.capacity(lane))
            #expect(rig.worker.data(request).count == SegmentLayout.capacity(lane))
            rig.worker.answer(request, .complete)
        }
    }

    @Test(arguments: [(0, 0), (0, 1), (4, 0), (4, 1), (4, UInt32.max)] as [(Int, UInt32)])
    func workerEnd_whenTheSegmentIsOfAnotherLayout_isRefused(word: Int, value: UInt32) throws {
        let segment = try ServerEnd.makeSegment()
        let memory = try SharedMemory(mapping: segment, size: SegmentLayout.size)
        _ = try ServerEnd(segment)
        memory.store32(word, value)
        #expect(throws: Errno.invalid) { try WorkerEnd(segment) }
    }

    @Test func state_whenItIsNone_isFailed() throws {
        let rig = try Rig()
        for value in [4, 255, UInt32.max] {
            rig.memory.store32(SegmentLayout.state, value)
            rig.memory.store32(SegmentLayout.failure, value + (value == 4 ? 2 : 0))
            #expect(rig.server.state == .failed)
            #expect(rig.server.failure == .unknown)
        }
    }
}
