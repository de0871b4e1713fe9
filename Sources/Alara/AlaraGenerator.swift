// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// A pool as a generator for the standard library: `Int.random(in: 1...6, using: &generator)`,
/// `names.shuffled(using: &generator)`.
///
/// It keeps up to 4 KiB of mixed bytes ahead, wiped as they are used and when it ends. `next` cannot throw: it waits
/// below the quorum as long as it takes, and a pool that was stopped is a programming error that ends the program.
public struct AlaraGenerator: RandomNumberGenerator, Sendable {
    private let buffer: Ahead

    /// A generator over a pool. Copies share what is kept ahead and never give the same bytes.
    public init(pool: EntropyPool) {
        buffer = Ahead(pool)
    }

    /// The next 64 mixed bits.
    public mutating func next() -> UInt64 { buffer.next() }
}
