// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Asks `probe` until it gives a value, for at most `seconds`.
///
/// - Throws: what `probe` throws, or a `Failure` naming `what` was waited for.
func eventually<Value>(_ what: String, within seconds: Double = 10, _ probe: () throws -> Value?) throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        if let value = try probe() {
            return value
        }
        guard ContinuousClock.now < deadline else {
            throw Failure("waited \(seconds) s in vain for \(what)")
        }
        // Nothing tells when another process has changed: look again after 5 ms.
        _ = poll(nil, 0, 5)
    }
}

/// Asks `condition` until it holds, for at most `seconds`.
func wait(for what: String, within seconds: Double = 10, until condition: () throws -> Bool) throws {
    try eventually(what, within: seconds) { try condition() ? () : nil }
}
