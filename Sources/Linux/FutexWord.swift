// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// A 32-bit word of this process that threads can wait on (futex(2)).
@safe
public final class FutexWord: @unchecked Sendable {
    // @unchecked because the word is only accessed atomically.
    private let pointer: UnsafeMutablePointer<UInt32>

    /// A word of this value.
    public init(_ value: UInt32 = 0) {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: value)
    }

    deinit { unsafe pointer.deallocate() }

    /// The value.
    public func load() -> UInt32 { unsafe alara_load32(pointer) }

    /// Changes the value; wakes nobody.
    public func store(_ value: UInt32) { unsafe alara_store32(pointer, value) }

    /// Changes the value; the one before.
    public func exchange(_ value: UInt32) -> UInt32 { unsafe alara_exchange32(pointer, value) }

    /// Sleeps while the word has this value, at most so long (negative: without limit); it may return early.
    public func wait(while value: UInt32, nanoseconds: Int64 = -1) {
        _ = unsafe alara_futex_wait(pointer, value, nanoseconds)
    }

    /// Wakes waiters.
    public func wake(_ count: Int32 = .max) { _ = unsafe alara_futex_wake(pointer, count) }
}
