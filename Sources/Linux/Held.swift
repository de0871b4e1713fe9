// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A noncopyable value in a place that can be copied, such as an escaping closure; taken once.
public final class Held<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    /// Holds a value.
    public init(_ value: consuming sending Value) {
        self.value = Mutex(consume value)
    }

    /// The value, the first time.
    public func take() -> sending Value? {
        value.withLock { $0.take() }
    }

    /// Lends the value; nil when it was taken.
    public func with<Result>(_ body: (borrowing Value) -> Result) -> Result? {
        value.withLock { value in
            switch value {
            case .some(let held): body(held)
            case nil: nil
            }
        }
    }
}
