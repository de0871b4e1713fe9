// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// Work for a loop from other threads.
final class Mailbox: Sendable {
    typealias Job = @Sendable (PoolLoop) -> Void

    let bell: Bell
    private let jobs = Mutex<[Job]?>([])

    init() throws(Errno) {
        bell = try Bell()
    }

    /// Leaves a job for the loop. False when the loop has ended: the job is not done.
    @discardableResult
    func post(_ job: @escaping Job) -> Bool {
        let isTaken = jobs.withLock { jobs in
            jobs?.append(job)
            return jobs != nil
        }
        if isTaken { bell.ring() }
        return isTaken
    }

    func take() -> [Job] {
        bell.clear()
        return jobs.withLock { jobs in
            defer { if jobs != nil { jobs = [] } }
            return jobs ?? []
        }
    }

    /// Takes no more; what was left until now.
    func close() -> [Job] {
        jobs.withLock { jobs in
            defer { jobs = nil }
            return jobs ?? []
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

    /// Takes out everything, due or not.
    mutating func all() -> [() -> Void] {
        defer { entries = [] }
        return entries.map { $0.job }
    }

    /// Takes out what is due.
    mutating func due() -> [() -> Void] {
        let now = MonotonicClock.nanoseconds
        let count = entries.firstIndex { $0.at > now } ?? entries.count
        defer { entries.removeFirst(count) }
        return entries.prefix(count).map { $0.job }
    }
}
