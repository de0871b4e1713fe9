// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linux

/// What a test cannot go on without.
struct Failure: Error, CustomStringConvertible {
    let description: String
}

/// Asks until the condition holds, twenty seconds at most.
func wait(for what: String, until condition: () throws -> Bool) throws {
    let deadline = Deadline.after(milliseconds: 20_000)
    while try !condition() {
        guard !deadline.hasPassed else { throw Failure(description: "waited in vain for \(what)") }
        // Nothing tells when another process or thread has changed: look again after 2 ms.
        _ = poll(nil, 0, 2)
    }
}
