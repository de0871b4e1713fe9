// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// Lets threads go on together, once the last of them has come.
final class StartGate: Sendable {
    private let missing: Atomic<Int>
    private let isOpen = FutexWord()

    /// A gate for so many.
    init(count: Int) { missing = Atomic(count) }

    /// Waits for the others.
    func pass() {
        if missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            isOpen.store(1)
            isOpen.wake()
        }
        while isOpen.load() == 0 { isOpen.wait(while: 0) }
    }
}
