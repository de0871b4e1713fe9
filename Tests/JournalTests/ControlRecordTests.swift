// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Journal

/// What a successor must find again: the last commands, the WRITE under way and the requests that wait.
struct ControlRecordTests {
    private static func record(_ request: UInt64, _ count: Int, result: Int32 = 5) -> ControlRecord {
        ControlRecord(request: request, result: result, wished: [UInt8](repeating: UInt8(request % 256), count: count))
    }

    @Test func controlRecord_isTheLastThatWasWritten() throws {
        let descriptor = try Journal.create()
        let journal = try Journal(descriptor)
        #expect(journal.controlRecord == nil)
        for request in 1...5 as ClosedRange<UInt64> {
            let record = Self.record(request, Int(request) * 100, result: -Int32(request))
            try journal.write(record)
            #expect(journal.controlRecord == record)
            #expect(try Journal(descriptor).controlRecord == record)
        }
    }

    @Test func write_ofTooLongAWish_keepsTheOldRecord() throws {
        let journal = try Journal(try Journal.create())
        let longest = Self.record(.max, ControlRecord.longestWish)
        try journal.write(longest)
        let tooLong = Self.record(2, ControlRecord.longestWish + 1)
        #expect(throws: Errno.tooBig) { try journal.write(tooLong) }
        #expect(journal.controlRecord == longest)
    }

    @Test func write_whenItIsCutShort_leavesTheOldRecord() throws {
        let descriptor = try Journal.create()
        let journal = try Journal(descriptor)
        let first = Self.record(1, 10)
        try journal.write(first)
        try journal.write(Self.record(2, 10))
        // A death before the last step: the index still names the first place.
        let memory = try SharedMemory(mapping: descriptor, size: JournalLayout.size)
        memory.store32(JournalLayout.validRecord, memory.load32(JournalLayout.validRecord) == 1 ? 2 : 1)
        #expect(journal.controlRecord == first)
    }

    @Test(arguments: [3, UInt32.max])
    func controlRecord_ofAnIndexThatIsNone_isNil(index: UInt32) throws {
        let descriptor = try Journal.create()
        let journal = try Journal(descriptor)
        try journal.write(Self.record(1, 10))
        let memory = try SharedMemory(mapping: descriptor, size: JournalLayout.size)
        memory.store32(JournalLayout.validRecord, index)
        #expect(journal.controlRecord == nil)
    }

    @Test func keptWrite_isThereUntilItIsDropped() throws {
        let journal = try Journal(try Journal.create())
        #expect(journal.keptWrite(at: 1) == nil)
        for count in [Journal.shortestRequest, 1000, Journal.longestWrite] {
            let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            message.withUnsafeBytes { journal.keepWrite($0, at: 1) }
            let isKept = journal.keptWrite(at: 1) == message
            #expect(isKept, "\(count) bytes")
        }
        journal.dropWrite(at: 1)
        #expect(journal.keptWrite(at: 1) == nil)
    }

    @Test func waiting_atEveryPlace_isThereUntilItIsDropped() throws {
        let journal = try Journal(try Journal.create())
        let last = Journal.mostWaiting - 1
        for (place, count) in [(0, Journal.shortestRequest), (1, 80), (last, Journal.longestWaiting)] {
            let message = [UInt8](repeating: UInt8(count), count: count)
            message.withUnsafeBytes { journal.keepWaiting($0, at: place) }
            #expect(journal.waiting(at: place) == message)
        }
        journal.dropWaiting(at: 1)
        #expect(journal.waiting(at: 1) == nil)
        #expect(journal.waiting(at: 0) != nil && journal.waiting(at: last) != nil)
        #expect((2..<last).allSatisfy { journal.waiting(at: $0) == nil })
    }

    @Test func look_tellsTheRequestsBeingProcessed() throws {
        let journal = try Journal(try Journal.create())
        #expect(journal.look == Journal.Look(received: 0, busy: []))
        journal.noteReceived()
        journal.slot(3).storeBytes(of: UInt32(64), as: UInt32.self)
        journal.slot(3).storeBytes(of: UInt64(77), toByteOffset: 8, as: UInt64.self)
        #expect(journal.look == Journal.Look(received: 1, busy: [77]))
        journal.clearSlot(3)
        #expect(journal.look == Journal.Look(received: 1, busy: []))
    }

    @Test func ask_numbersTheQuestions() throws {
        let journal = try Journal(try Journal.create())
        #expect(journal.ask() == 1)
        #expect(journal.ask() == 2)
        #expect(journal.answer == 0)
    }

    @Test func waitToServe_returnsOnceThisEpochMayServe() throws {
        let journal = try Journal(try Journal.create())
        let passed = Latch()
        let thread = try Linux.Thread(name: "server") {
            journal.waitToServe(epoch: 2)
            passed.open()
        }
        journal.allowServing(epoch: 1)
        journal.allowServing(epoch: 2)
        #expect(passed.wait(until: .after(milliseconds: 20_000)))
        thread.join()
    }
}
