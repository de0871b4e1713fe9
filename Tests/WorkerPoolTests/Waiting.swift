// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linux
import Synchronization

/// What a test cannot go on without.
struct Failure: Error, CustomStringConvertible {
    let description: String
}

/// Asks until the condition holds, twenty seconds at most.
func wait(for what: String, until condition: () throws -> Bool) throws {
    let deadline = Deadline.after(milliseconds: 20_000)
    while try !condition() {
        guard !deadline.hasPassed else { throw Failure(description: "waited in vain for \(what)") }
        // Nothing tells when another process has changed: look again after 5 ms.
        _ = poll(nil, 0, 5)
    }
}

/// A call on a thread of its own, waited for with a limit, so that one that never returns fails the test.
final class Call<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let done = Latch()

    init(_ body: @escaping @Sendable () throws -> Value) throws {
        try Linux.Thread(name: "call", stack: 1 << 20) { [self] in
            let outcome = Result { try body() }
            result.withLock { $0 = outcome }
            done.open()
        }.detach()
    }

    /// What it returned or threw.
    func get(_ what: String, seconds: Int = 60) throws -> Value {
        guard done.wait(until: .after(milliseconds: 1000 * seconds)), let result = result.withLock({ $0 }) else {
            throw Failure(description: "\(what) did not return in \(seconds) s")
        }
        return try result.get()
    }
}

/// A process that a test watches until nothing is left of it, not even a zombie.
struct Watched: ~Copyable {
    private let process: RunningProcess

    init(_ pid: Int32) throws { process = try RunningProcess(pid: pid) }

    func kill() throws { try process.signal(SIGKILL) }

    func waitUntilReaped() throws {
        try wait(for: "process \(process.pid) to be gone") {
            do throws(Errno) { try process.signal(0) } catch { return error == .noSuchProcess }
            return false
        }
    }
}
