// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// Work for a loop from other threads.
final class Mailbox: Sendable {
    typealias Job = @Sendable (PoolLoop) -> Void

    let bell: Bell
    private let jobs = Mutex<[Job]>([])

    init() throws(Errno) {
        bell = try Bell()
    }

    func post(_ job: @escaping Job) {
        jobs.withLock { $0.append(job) }
        bell.ring()
    }

    func take() -> [Job] {
        bell.clear()
        return jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
    }
}

/// Things to be done later on a loop, earliest first.
struct Timers {
    private var entries: [(at: Int64, job: () -> Void)] = []

    mutating func add(afterMilliseconds delay: Int, _ job: @escaping () -> Void) {
        let at = MonotonicClock.nanoseconds + Int64(delay) * 1_000_000
        let place = entries.firstIndex { $0.at > at } ?? entries.count
        entries.insert((at, job), at: place)
    }

    /// Milliseconds until the first, rounded up; -1 when there is none.
    var wait: Int {
        guard let first = entries.first else { return -1 }
        return Int(max(0, first.at - MonotonicClock.nanoseconds + 999_999) / 1_000_000)
    }

    /// Takes out what is due.
    mutating func due() -> [() -> Void] {
        let now = MonotonicClock.nanoseconds
        let count = entries.firstIndex { $0.at > now } ?? entries.count
        defer { entries.removeFirst(count) }
        return entries.prefix(count).map { $0.job }
    }
}
