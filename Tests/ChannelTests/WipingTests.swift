// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// Nothing is left of what was collected.
struct WipingTests {
    @Test func wipe_zeroesWhatWasUsedAndNoOtherLane() throws {
        let rig = try Rig()
        for lane in [2, 3] {
            #expect(rig.server.post(lane: lane, count: 4096))
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
        let data = memory.bytes(at: SegmentLayout.data(0), count: SegmentLayout.laneCount * SegmentLayout.laneCapacity)
        data.initializeMemory(as: UInt8.self, repeating: 0xAA)
        withExtendedLifetime(server) {}
        server = nil
        let isWiped = data.allSatisfy { $0 == 0 }
        #expect(isWiped)
    }

    @Test func segment_isSealedAgainstAnotherSize() throws {
        let segment = try ServerEnd.makeSegment()
        let seals = Seals.of(segment.rawValue)
        #expect(seals == Seals.wanted)
        #expect(!Seals.canResize(segment.rawValue, to: SegmentLayout.size / 2))
        #expect(!Seals.canResize(segment.rawValue, to: SegmentLayout.size * 2))
    }
}
