// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Channel

/// The numbers of requests.
struct NumberTests {
    @Test func post_numbersTheRequestsOfALaneFromOneOn() throws {
        let rig = try Rig()
        for number in 1...5 as ClosedRange<UInt32> {
            #expect(rig.server.post(lane: 3, count: 32))
            #expect(try rig.request(3).number == number)
            try rig.answer(3, filling: 1)
            #expect(rig.server.wait(lane: 3, until: Rig.past, step: 1) == .complete)
        }
    }

    /// The four thousand million requests before the wrap are skipped: the server's own note of the last number is
    /// changed where it lies in memory. The layout it relies on is checked first.
    @Test func post_whenTheNumbersAreUsedUp_leavesOutTheOneThatMeansEnded() throws {
        let rig = try Rig()
        #expect(rig.server.post(lane: 0, count: 32))
        try rig.answer(0, filling: 1)
        #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .complete)
        try Self.setLastNumber(of: rig.server, lane: 0, from: 1, to: .max - 2)
        var numbers: [UInt32] = []
        for _ in 0..<3 {
            #expect(rig.server.post(lane: 0, count: 32))
            numbers.append(try rig.request(0).number)
            try rig.answer(0, filling: 1)
            #expect(rig.server.wait(lane: 0, until: Rig.past, step: 1) == .complete)
        }
        #expect(numbers == [.max - 1, 1, 2])
    }

    /// Finds the array of lanes in the object: a heap object that counts `laneCount` elements of a known stride.
    private static func setLastNumber(of end: ServerEnd, lane: Int, from old: UInt32, to new: UInt32) throws {
        // SAFETY: reads the words of a live object, follows one only when it is the aligned address of a mapped array,
        // and writes a number only over the one that it expects there.
        let object = Unmanaged.passUnretained(end).toOpaque()
        let elements = 32
        let stride = 24
        let found = try #require(
            (2..<8).lazy.compactMap { word -> UnsafeMutableRawPointer? in
                let value = object.load(fromByteOffset: 8 * word, as: UInt.self)
                guard value > 1 << 32, value < 1 << 47, value % 16 == 0,
                    let array = UnsafeMutableRawPointer(bitPattern: value),
                    array.load(fromByteOffset: 16, as: Int.self) == SegmentLayout.laneCount
                else { return nil }
                return array
            }.first, "the array of lanes is not where it was: adapt the test to ServerEnd")
        try #require(found.load(fromByteOffset: elements + stride * lane, as: UInt32.self) == old)
        found.storeBytes(of: new, toByteOffset: elements + stride * lane, as: UInt32.self)
    }
}
