// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// `cpu`: RDSEED, word by word. The instruction may have nothing ready; it is asked again a bounded number of times,
/// as Intel's guide for its use advises.
struct ProcessorSource: ~Copyable, Source {
    private static let attempts = 100_000

    mutating func fill(_ range: UnsafeMutableRawBufferPointer, step: () -> Void) -> Bool {
        for offset in stride(from: 0, to: range.count, by: 8) {
            guard let word = next() else { return false }
            for byte in offset..<min(offset + 8, range.count) {
                unsafe range[byte] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (byte - offset)))
            }
            if offset % 4096 == 4088 { step() }
        }
        return true
    }

    mutating func isPresent() -> Bool { next() != nil }

    private func next() -> UInt64? {
        for _ in 0..<Self.attempts {
            if let word = ProcessorSeed.next() { return word }
            spinHint()
        }
        return nil
    }
}
