// SPDX-License-Identifier: Apache-2.0

/// A latch that one thread waits for and any thread opens; it closes again behind the one that passes.
public final class Latch: Sendable {
    private let word: FutexWord

    /// A closed latch.
    public init() {
        word = FutexWord()
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
