// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Testing

@testable import Linux

/// Latches, bells, deadlines and threads.
struct WaitingTests {
    @Test func latch_whenItIsOpen_letsOnePass() {
        let latch = Latch()
        latch.open()
        latch.open()
        #expect(latch.wait(until: .after(milliseconds: 20_000)))
        #expect(!latch.wait(until: Deadline(nanoseconds: 0)))
    }

    @Test func latch_whenItIsOpenedByAnotherThread_wakesTheWaiter() throws {
        let latch = Latch()
        let passed = Latch()
        let thread = try Linux.Thread(name: "waiter") {
            if latch.wait(until: .after(milliseconds: 20_000)) { passed.open() }
        }
        latch.open()
        thread.join()
        #expect(passed.wait(until: Deadline(nanoseconds: 0)))
    }

    @Test func latch_overTenThousandTurns_losesNone() throws {
        let there = Latch()
        let back = Latch()
        let thread = try Linux.Thread(name: "partner") {
            for _ in 0..<10_000 {
                guard there.wait(until: .after(milliseconds: 20_000)) else { return }
                back.open()
            }
        }
        var turns = 0
        while turns < 10_000 {
            there.open()
            guard back.wait(until: .after(milliseconds: 20_000)) else { break }
            turns += 1
        }
        thread.join()
        #expect(turns == 10_000)
    }

    @Test func bell_isReadableFromRingToClear() throws {
        let bell = try Bell()
        #expect(pollReadable([bell.descriptor.rawValue], milliseconds: 0) == [[]])
        bell.ring()
        bell.ring()
        #expect(pollReadable([bell.descriptor.rawValue], milliseconds: 0) == [.readable])
        bell.clear()
        #expect(pollReadable([bell.descriptor.rawValue], milliseconds: 0) == [[]])
        bell.clear()
    }

    @Test func pollReadable_saysOfEachWhatIsReady() throws {
        let silent = try FileDescriptor.pipe()
        let full = try FileDescriptor.pipe()
        var closed = try FileDescriptor.pipe()
        try full.second.writeAll([1])
        closed.closeSecond()
        let numbers = [silent.first.rawValue, full.first.rawValue, closed.first.rawValue]
        #expect(pollReadable(numbers, milliseconds: 20_000) == [[], .readable, .hungUp])
    }

    @Test func deadline_passesOnce() throws {
        let soon = Deadline.after(milliseconds: 5)
        let later = Deadline.after(milliseconds: 3_600_000)
        #expect(soon < later)
        #expect(!later.hasPassed && later.remaining > 0 && later.remaining <= 3_600_000_000_000)
        try wait(for: "the deadline") { soon.hasPassed }
        #expect(soon.remaining == 0)
        #expect(Deadline(nanoseconds: 0).hasPassed)
        #expect(Deadline.after(milliseconds: -5).hasPassed)
    }

    @Test func clock_neverGoesBack() {
        var last = MonotonicClock.nanoseconds
        for _ in 0..<1000 {
            let now = MonotonicClock.nanoseconds
            #expect(now >= last)
            last = now
        }
        #expect(MonotonicClock.seconds >= Int(last / 1_000_000_000))
    }

    @Test func thread_runsItsBodyOnceUnderItsName() throws {
        let name = Mutex("")
        let runs = Atomic(0)
        let thread = try Linux.Thread(name: "test-thread") {
            runs.add(1, ordering: .relaxed)
            let text = (try? FileDescriptor.open("/proc/thread-self/comm", .read).readAll()) ?? []
            name.withLock { $0 = String(decoding: text, as: UTF8.self) }
        }
        thread.join()
        #expect(runs.load(ordering: .relaxed) == 1)
        #expect(name.withLock { $0 } == "test-thread\n")
    }

    @Test func held_isTakenOnce() {
        let held = Held(FileDescriptor(owning: -1))
        #expect(held.with { $0.rawValue } == -1)
        let first = Self.isThere(held.take())
        let second = Self.isThere(held.take())
        #expect(first && !second)
        #expect(held.with { $0.rawValue } == nil)
    }

    private static func isThere(_ value: consuming FileDescriptor?) -> Bool {
        switch value {
        case .some: true
        case nil: false
        }
    }
}
