// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// Nothing is left of what was collected.
struct WipingTests {
    @Test func wipe_zeroesWhatWasUsedAndNoOtherLane() throws {
        let rig = try Rig()
        for lane in [2, 3] {
            #expect(rig.post(lane: lane, count: 4096))
            try rig.answer(lane, filling: 0xAA)
            #expect(rig.server.wait(lane: lane, until: Rig.past, step: 1) == .complete)
        }
        rig.server.wipe(lane: 2, count: 4096)
        #expect(rig.data(2, count: 4096).allSatisfy { $0 == 0 })
        #expect(rig.data(3, count: 4096).allSatisfy { $0 == 0xAA })
    }

    @Test func deinit_zeroesAllLanes() throws {
        let segment = try ServerEnd.makeSegment()
        let memory = try SharedMemory(mapping: segment, size: SegmentLayout.size)
        var server: ServerEnd? = try ServerEnd(segment)
        let data = memory.bytes(at: SegmentLayout.data(0), count: SegmentLayout.size - SegmentLayout.data(0))
        data.initializeMemory(as: UInt8.self, repeating: 0xAA)
        withExtendedLifetime(server) {}
        server = nil
        let isWiped = data.allSatisfy { $0 == 0 }
        #expect(isWiped)
    }

    @Test func lanes_doNotOverlapAndFillTheSegment() {
        var end = SegmentLayout.data(0)
        #expect(end == 4096)
        for lane in 0..<SegmentLayout.laneCount {
            #expect(SegmentLayout.data(lane) == end)
            end += SegmentLayout.capacity(lane)
        }
        #expect(end == SegmentLayout.size)
        #expect(SegmentLayout.response(SegmentLayout.laneCount - 1) + 64 <= SegmentLayout.data(0))
    }

    @Test func segment_isSealedAgainstAnotherSize() throws {
        let segment = try ServerEnd.makeSegment()
        let seals = Seals.of(segment.rawValue)
        #expect(seals == Seals.wanted)
        #expect(!Seals.canResize(segment.rawValue, to: SegmentLayout.size / 2))
        #expect(!Seals.canResize(segment.rawValue, to: SegmentLayout.size * 2))
    }
}
