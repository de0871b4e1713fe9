// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// The numbers of requests.
struct NumberTests {
    @Test func post_numbersTheRequestsOfALaneFromOneOn() throws {
        let rig = try Rig()
        for number in 1...5 as ClosedRange<UInt32> {
            #expect(rig.post(lane: 3, count: 32))
            #expect(try rig.request(3).number == number)
            try rig.answer(3, filling: 1)
            #expect(rig.server.wait(lane: 3, until: Rig.past, step: 1) == .complete)
        }
    }

    /// The four thousand million requests before the wrap are skipped: the server's own note of the last number is
    /// changed where it lies in memory. The layout it relies on is checked first.
    @Test func post_whenTheNumbersAreUsedUp_leavesOutTheOneThatMeansEnded() throws {
        let rig = try Rig()
        #expect(rig.post(lane: 0, count: 32))
        try rig.answer(0, filling: 1)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .complete)
        try Self.setLastNumber(of: rig.server, lane: 0, from: 1, to: .max - 2)
        var numbers: [UInt32] = []
        for _ in 0..<3 {
            #expect(rig.post(lane: 0, count: 32))
            numbers.append(try rig.request(0).number)
            try rig.answer(0, filling: 1)
            #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .complete)
        }
        #expect(numbers == [.max - 1, 1, 2])
    }

    /// The object holds, behind its header of 16 bytes, the memory, the flag, the lock's word and the array of lanes,
    /// eight bytes each.
    private static func setLastNumber(of end: ServerEnd, lane: Int, from old: UInt32, to new: UInt32) throws {
        // SAFETY: reads the words of a live object, follows one only when it looks like the address of a heap object,
        // and writes a number only over the one that it expects there.
        let moved: Comment = "the lanes do not lie where they did: adapt the test to ServerEnd"
        let object = Unmanaged.passUnretained(end).toOpaque()
        let value = object.load(fromByteOffset: 40, as: UInt.self)
        try #require(value > 1 << 32 && value < 1 << 47 && value % 16 == 0, moved)
        let array = try #require(UnsafeMutableRawPointer(bitPattern: value))
        try #require(array.load(fromByteOffset: 16, as: Int.self) == SegmentLayout.laneCount, moved)
        let place = 32 + 24 * lane
        try #require(array.load(fromByteOffset: place, as: UInt32.self) == old, moved)
        array.storeBytes(of: new, toByteOffset: place, as: UInt32.self)
    }
}
