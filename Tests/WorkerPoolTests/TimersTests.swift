// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import WorkerPool

/// Things to be done later.
struct TimersTests {
    @Test func due_givesWhatIsDueEarliestFirst() throws {
        var timers = Timers()
        var done: [Int] = []
        for delay in [30, 10, 20, 3_600_000, 10] { timers.add(afterMilliseconds: delay) { done.append(delay) } }
        try wait(for: "four timers") {
            for job in timers.due() { job() }
            return done.count == 4
        }
        #expect(done == [10, 10, 20, 30])
        #expect(timers.due().isEmpty)
    }

    @Test func wait_isTheTimeToTheFirst() {
        var timers = Timers()
        #expect(timers.wait == -1)
        timers.add(afterMilliseconds: 3_600_000) {}
        #expect((1...3_600_000).contains(timers.wait))
        timers.add(afterMilliseconds: 0) {}
        #expect(timers.wait <= 1)
    }

    @Test func wait_whenOneIsOverdue_isNone() throws {
        var timers = Timers()
        timers.add(afterMilliseconds: 1) {}
        timers.add(afterMilliseconds: 3_600_000) {}
        try WorkerPoolTests.wait(for: "the first to be due") { timers.wait == 0 }
        #expect(timers.due().count == 1)
        #expect(timers.wait > 1)
    }
}
