// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// `kernel`: getrandom(2), in steps.
struct KernelSource: ~Copyable, Source {
    mutating func fill(_ range: UnsafeMutableRawBufferPointer, step: () -> Void) -> Bool {
        var done = 0
        while done < range.count {
            let end = min(done + 4096, range.count)
            guard (try? unsafe KernelRandom.fill(.init(rebasing: range[done..<end]))) != nil else { return false }
            done = end
            step()
        }
        return true
    }

    mutating func isPresent() -> Bool { true }
}
