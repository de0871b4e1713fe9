// SPDX-License-Identifier: Apache-2.0

import Alara
import Testing

/// A pool as a generator for the standard library.
struct GeneratorTests {
    let pool: EntropyPool

    init() throws { pool = try EntropyPool(workers: 2, workerProgram: WorkerProgram.path) }

    @Test func randomInRange_staysInItAndGivesEveryValue() {
        var generator = AlaraGenerator(pool: pool)
        let rolls = (0..<2000).map { _ in Int.random(in: 1...6, using: &generator) }
        #expect(Set(rolls) == Set(1...6))
    }

    @Test func shuffled_isAnotherOrderOfTheSame() {
        var generator = AlaraGenerator(pool: pool)
        let numbers = Array(0..<1000)
        let shuffled = numbers.shuffled(using: &generator)
        #expect(shuffled != numbers)
        #expect(shuffled.sorted() == numbers)
    }

    @Test func next_overSeveralRefills_repeatsNothing() {
        var generator = AlaraGenerator(pool: pool)
        #expect(Set((0..<5000).map { _ in generator.next() }).count == 5000)
    }

    @Test func next_ofCopies_neverGivesTheSame() {
        var first = AlaraGenerator(pool: pool)
        _ = first.next()
        var second = first
        let numbers = (0..<1000).flatMap { _ in [first.next(), second.next()] }
        #expect(Set(numbers).count == 2000)
    }

    @Test func next_fromManyThreads_repeatsNothing() throws {
        let generator = AlaraGenerator(pool: pool)
        let calls = try (0..<4).map { _ in
            try Call { () -> [UInt64] in
                var copy = generator
                return (0..<2000).map { _ in copy.next() }
            }
        }
        #expect(Set(try calls.flatMap { try $0.get("a thread") }).count == 8000)
    }
}
