// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linux
import Synchronization
import Testing

/// What was waited for in vain.
struct WaitedInVain: Error, CustomStringConvertible {
    let description: String
}

/// Asks until the condition holds, ten seconds at most.
func wait(for what: String, until condition: () throws -> Bool) throws {
    let deadline = Deadline.after(milliseconds: 10_000)
    while try !condition() {
        guard !deadline.hasPassed else { throw WaitedInVain(description: "waited in vain for \(what)") }
        // Another thread changes the memory and tells nobody: look again after a millisecond.
        _ = poll(nil, 0, 1)
    }
}

/// A result of another thread, waited for with a limit.
final class Later<Value: Sendable>: Sendable {
    private let box = Box<Value>()
    private let done = Latch()

    /// Computes the value on a thread of its own.
    init(_ body: @escaping @Sendable () -> Value) throws {
        try Thread(name: "later") { [box, done] in
            box.value.withLock { $0 = body() }
            done.open()
        }.detach()
    }

    /// The value; one that takes a minute fails the test.
    func get(_ what: String) throws -> Value {
        guard done.wait(until: .after(milliseconds: 60_000)), let value = box.value.withLock({ $0 }) else {
            throw WaitedInVain(description: "waited in vain for \(what)")
        }
        return value
    }
}
