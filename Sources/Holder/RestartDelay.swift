// SPDX-License-Identifier: Apache-2.0

/// How long the next server waits: 20 ms doubling to 500 ms, each ±25 %, from the start again once a server answered.
///
/// INVARIANT: `base` is within `shortest...longest`.
struct RestartDelay: Sendable, Equatable {
    /// The first delay in milliseconds.
    static let shortest = 20
    /// The longest delay in milliseconds, before the jitter.
    static let longest = 500

    /// The next delay in milliseconds, before the jitter.
    private(set) var base = shortest

    /// The next delay in milliseconds; the one after it doubles.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
        let spread = base / 4
        let delay = Int.random(in: (base - spread)...(base + spread), using: &generator)
        base = min(base * 2, Self.longest)
        return delay
    }

    /// A server has answered: the next delay is the shortest again.
    mutating func reset() { base = Self.shortest }
}
