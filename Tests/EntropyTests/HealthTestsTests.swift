// SPDX-License-Identifier: Apache-2.0

import BigInt
import Entropy
import Testing

/// The two tests as SP 800-90B words them, one sample at a time.
private struct Reference {
    var (sample, run): (UInt8?, Int) = (nil, 0)
    var (first, seen, matches): (UInt8, Int, Int) = (0, 0, 0)

    mutating func repetitionFails(_ byte: UInt8) -> Bool {
        if byte == sample { run += 1 } else { (sample, run) = (byte, 1) }
        return run >= 9
    }

    mutating func proportionFails(_ byte: UInt8) -> Bool {
        if seen == 0 { (first, matches) = (byte, 0) }
        if byte == first { matches += 1 }
        seen = (seen + 1) % 512
        return matches >= 26
    }
}

@Suite struct HealthTestsTests {
    /// 0, 1, 2 … so that no byte repeats within 256.
    private func counting(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }

    private func check(_ bytes: [UInt8], with tests: inout HealthTests) -> HealthFailure? {
        tests.check(bytes.span.bytes)
    }

    @Test func cutoffs_followFromTheFalseAlarmProbability() {
        // C = 1 + ceil(60 / 8).
        #expect(RepetitionCountTest.cutoff == 1 + (60 + 7) / 8)
        // 2 + the smallest q with P(X > q) <= 2^-60 for X of Binomial(511, 1/256), all times 256^511.
        let all = BigUInt(256).power(511)
        var (binomial, below, quantile) = (BigUInt(1), BigUInt(0), -1)
        while (all - below) << 60 > all {
            quantile += 1
            below += binomial * BigUInt(255).power(511 - quantile)
            binomial = binomial * BigUInt(511 - quantile) / BigUInt(quantile + 1)
        }
        #expect(AdaptiveProportionTest.cutoff == 2 + quantile)
        #expect(AdaptiveProportionTest.window == 512)
    }

    @Test func repetition_ofEight_passes_andOfNine_fails_whereverItBegins() {
        for start in 0..<600 {
            for (length, passes) in [(8, true), (9, false)] {
                // Odd bytes, so that nothing beside the run is 0.
                var bytes = counting(1200).map { $0 | 1 }
                for offset in start..<start + length { bytes[offset] = 0 }
                var test = RepetitionCountTest()
                let passed = test.passes(bytes.span.bytes)
                #expect(passed == passes, "\(length) from \(start)")
            }
        }
    }

    @Test func repetition_whenSplitOverPortions_isCountedOn() {
        for split in 0...9 {
            var test = RepetitionCountTest()
            let (before, after) = ([UInt8](repeating: 7, count: split), [UInt8](repeating: 7, count: 9 - split))
            let passed = test.passes(before.span.bytes) && test.passes(after.span.bytes)
            #expect(!passed)
        }
    }

    @Test(arguments: [(25, true), (26, false)])
    func proportion_whenTheFirstSampleOccursSoOften(occurrences: Int, passes: Bool) {
        for shift in [1, 2, 19] {
            var bytes = [UInt8](repeating: 1, count: 512)
            for index in 0..<occurrences { bytes[index == 0 ? 0 : shift + (index - 1) * 19] = 0 }
            var test = AdaptiveProportionTest()
            let passed = test.passes(bytes.span.bytes)
            #expect(passed == passes)
        }
    }

    @Test func proportion_countsAnewInEveryWindow() {
        // 25 in the first window, and 25 more in the second, whose first sample is another one.
        var bytes = [UInt8](repeating: 1, count: 1024)
        for index in 0..<25 { (bytes[index], bytes[999 + index]) = (0, 0) }
        bytes[512] = 2
        var test = AdaptiveProportionTest()
        let passed = test.passes(bytes.span.bytes)
        #expect(passed)
    }

    @Test func bothTests_onSeededBytesOfFewValues_equalTheReference() {
        var generator = SeededGenerator(seed: 5)
        for round in 0..<400 {
            let values = UInt8([2, 3, 5, 20, 40, 200][round % 6])
            let bytes = generator.bytes(4000).map { $0 % values }
            var (reference, repetition, proportion) = (Reference(), RepetitionCountTest(), AdaptiveProportionTest())
            var expected = (repetition: true, proportion: true)
            var actual = (repetition: true, proportion: true)
            for byte in bytes {
                if reference.repetitionFails(byte) { expected.repetition = false }
                if reference.proportionFails(byte) { expected.proportion = false }
            }
            var offset = 0
            while offset < bytes.count {
                let end = min(bytes.count, offset + Int.random(in: 1...900, using: &generator))
                let portion = bytes.span.bytes.extracting(offset..<end)
                if actual.repetition { actual.repetition = repetition.passes(portion) }
                if actual.proportion { actual.proportion = proportion.passes(portion) }
                offset = end
            }
            #expect(actual == expected, "round \(round)")
        }
    }

    @Test func check_ofSeededBytes_passes() {
        var generator = SeededGenerator(seed: 6)
        var tests = HealthTests()
        for count in [32, 64, 1, 33, 0, 4096, 65_536] {
            #expect(check(generator.bytes(count), with: &tests) == nil)
        }
    }

    @Test func check_ofZeros_failsAndStaysFailed() {
        var tests = HealthTests()
        #expect(check([UInt8](repeating: 0, count: 32), with: &tests) == .repetitionCount)
        #expect(check(counting(32), with: &tests) == .repetitionCount)
        #expect(tests.failure == .repetitionCount)
    }

    @Test func check_ofFewValues_failsByProportion() {
        var tests = HealthTests()
        #expect(check(counting(512).map { $0 % 16 }, with: &tests) == .adaptiveProportion)
    }

    @Test(arguments: [0, 1, 2, 5])
    func check_whenABlockRepeats_fails(block: Int) {
        var generator = SeededGenerator(seed: 8)
        var bytes = generator.bytes(256)
        for offset in 0..<32 { bytes[(block + 1) * 32 + offset] = bytes[block * 32 + offset] }
        var tests = HealthTests()
        #expect(check(bytes, with: &tests) == .repeatedBlock)
    }

    @Test func check_whenTheLastBlockOfTheContributionBeforeRepeats_fails() {
        var generator = SeededGenerator(seed: 9)
        let (first, second) = (generator.bytes(96), generator.bytes(64))
        var tests = HealthTests()
        #expect(check(first, with: &tests) == nil)
        #expect(check(first.suffix(32) + second, with: &tests) == .repeatedBlock)
    }

    @Test func check_whenBlocksDifferInOneBit_passes() {
        var generator = SeededGenerator(seed: 10)
        let block = generator.bytes(32)
        for bit in 0..<256 {
            var other = block
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            var tests = HealthTests()
            #expect(check(block + other, with: &tests) == nil, "bit \(bit)")
            #expect(BlockTag(of: block.span.bytes) != BlockTag(of: other.span.bytes))
        }
        #expect(BlockTag(of: block.span.bytes) == BlockTag(of: block.span.bytes))
    }
}
