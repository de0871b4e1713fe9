// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Journal

/// The memory that outlives a server.
struct JournalTests {
    @Test func create_givesAnEmptyJournal() throws {
        let journal = try Journal(try Journal.create())
        #expect(journal.epoch == 0)
        #expect(!journal.hasAnswered)
        #expect(journal.savedInit.isEmpty)
        for slot in 0..<Journal.slotCount { #expect(journal.requestLength(inSlot: slot) == nil) }
    }

    @Test func everything_isSeenByTheNextServer() throws {
        let descriptor = try Journal.create()
        let holder = try Journal(descriptor)
        let message = (0..<104).map { UInt8($0) }
        try holder.save(initMessage: message)
        holder.beginEpoch()
        let first = try Journal(descriptor)
        #expect(first.epoch == 1)
        #expect(first.savedInit == message)
        first.noteAnswer()
        #expect(holder.hasAnswered)
        first.slot(2).storeBytes(of: UInt32(100), as: UInt32.self)
        let second = try Journal(descriptor)
        #expect(second.hasAnswered)
        #expect(second.requestLength(inSlot: 2) == 100)
    }

    @Test func beginEpoch_forgetsTheAnswerAndCounts() throws {
        let journal = try Journal(try Journal.create())
        for epoch in 1...3 as ClosedRange<UInt32> {
            journal.noteAnswer()
            journal.beginEpoch()
            #expect(journal.epoch == epoch)
            #expect(!journal.hasAnswered)
        }
    }

    @Test(arguments: [0, 1, 104, 4096])
    func save_keepsTheMessage(count: Int) throws {
        let journal = try Journal(try Journal.create())
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try journal.save(initMessage: message)
        #expect(journal.savedInit == message)
    }

    @Test func save_ofMoreThanFits_isRefusedAndKeepsTheOld() throws {
        let journal = try Journal(try Journal.create())
        try journal.save(initMessage: [1, 2, 3])
        let long = [UInt8](repeating: 9, count: 4097)
        #expect(throws: Errno.tooBig) { try journal.save(initMessage: long) }
        #expect(journal.savedInit == [1, 2, 3])
    }

    @Test(arguments: [(0, 0), (0, 1), (4, 0), (4, JournalLayout.version + 1)] as [(Int, UInt32)])
    func init_ofAnotherLayout_isRefused(word: Int, value: UInt32) throws {
        let descriptor = try Journal.create()
        let memory = try SharedMemory(mapping: descriptor, size: JournalLayout.size)
        memory.store32(word, value)
        #expect(throws: Errno.invalid) { try Journal(descriptor) }
    }

    @Test func init_ofAnEmptyMemfd_isRefused() throws {
        let descriptor = try SharedMemory.create(name: "test", size: JournalLayout.size)
        #expect(throws: Errno.invalid) { try Journal(descriptor) }
    }

    @Test(
        arguments: [
            (0, nil), (39, nil), (40, 40), (1000, 1000), (UInt32(Journal.slotSize), Journal.slotSize),
            (UInt32(Journal.slotSize) + 1, nil), (UInt32.max, nil),
        ] as [(UInt32, Int?)])
    func requestLength_isThatOfAPossibleRequestOnly(word: UInt32, length: Int?) throws {
        let journal = try Journal(try Journal.create())
        journal.slot(1).storeBytes(of: word, as: UInt32.self)
        #expect(journal.requestLength(inSlot: 1) == length)
        #expect(journal.requestLength(inSlot: 0) == nil)
        #expect(journal.requestLength(inSlot: 2) == nil)
    }

    @Test func clearSlot_leavesTheOthers() throws {
        let journal = try Journal(try Journal.create())
        for slot in 0..<Journal.slotCount { journal.slot(slot).storeBytes(of: UInt32(64), as: UInt32.self) }
        journal.clearSlot(3)
        for slot in 0..<Journal.slotCount { #expect(journal.requestLength(inSlot: slot) == (slot == 3 ? nil : 64)) }
        #expect(journal.slot(3).prefix(Journal.shortestRequest).allSatisfy { $0 == 0 })
    }

    @Test func slots_doNotOverlapAndHoldTheLargestRequest() throws {
        let descriptor = try Journal.create()
        let journal = try Journal(descriptor)
        try journal.save(initMessage: [UInt8](repeating: 0xEE, count: 4096))
        for slot in 0..<Journal.slotCount {
            #expect(journal.slot(slot).count == Journal.slotSize)
            journal.slot(slot).initializeMemory(as: UInt8.self, repeating: UInt8(slot + 1))
        }
        for slot in 0..<Journal.slotCount {
            let bytes = journal.slot(slot)
            #expect(bytes.first == UInt8(slot + 1) && bytes.last == UInt8(slot + 1))
        }
        #expect(journal.savedInit.allSatisfy { $0 == 0xEE })
        #expect(try Journal(descriptor).epoch == 0)
    }

    @Test func lockSlot_keepsItsContents() throws {
        let journal = try Journal(try Journal.create())
        journal.slot(0).storeBytes(of: UInt32(64), as: UInt32.self)
        try? journal.lockSlot(0)
        #expect(journal.requestLength(inSlot: 0) == 64)
    }
}
