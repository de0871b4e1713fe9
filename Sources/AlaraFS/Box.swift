// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// One noncopyable value for a closure that runs once.
final class Box<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming sending Value) {
        self.value = Mutex(consume value)
    }

    /// The value, the first time.
    func take() -> sending Value? {
        value.withLock { $0.take() }
    }

    /// Lends the value, when it is still there.
    func lend(_ body: (borrowing Value) -> Void) {
        value.withLock { value in
            if value != nil { body(value!) }
        }
    }
}
