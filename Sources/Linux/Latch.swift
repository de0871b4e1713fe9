// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// A latch that one thread waits for and any thread opens; it closes again behind the one that passes.
public final class Latch: Sendable {
    private let word: SharedWord

    /// A closed latch.
    public init() {
        word = SharedWord()
    }

    /// Opens it: who waits passes, or the next who comes.
    public func open() {
        word.store(1)
        word.wake()
    }

    /// Waits until it is open, and closes it.
    /// - Returns: false when the limit passed.
    @discardableResult
    public func wait(until deadline: Deadline? = nil) -> Bool {
        while true {
            if word.exchange(0) == 1 { return true }
            let left = deadline?.remaining ?? -1
            if left == 0 { return false }
            word.wait(while: 0, nanoseconds: left)
        }
    }
}

/// A 32-bit word of its own that a futex can wait on.
@safe
private final class SharedWord: @unchecked Sendable {
    // @unchecked because the word is only accessed atomically.
    private let pointer: UnsafeMutablePointer<UInt32>

    init() {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: 0)
    }

    deinit { unsafe pointer.deallocate() }

    func store(_ value: UInt32) { unsafe alara_store32(pointer, value) }
    func exchange(_ value: UInt32) -> UInt32 { unsafe alara_exchange32(pointer, value) }
    func wait(while value: UInt32, nanoseconds: Int64) { _ = unsafe alara_futex_wait(pointer, value, nanoseconds) }
    func wake() { _ = unsafe alara_futex_wake(pointer, 1) }
}
