// SPDX-License-Identifier: Apache-2.0

import BigInt
import Entropy
import Testing

@Suite struct IntegerRangeTests {
    @Test(arguments: [
        ("1-6", "6"), ("0-99", "13"), ("0-255", "13"), ("7-7", "7"),
        (
            "0-115792089237316195423570985008687907853269984665640564039457584007913129639935",
            "6198727633911108794110273090836505303827196867944505033721702554555395907398"
        ),
        (
            "57896044618658097711785492504343953926634992332820282019728792003956564819968"
                + "-115792089237316195423570985008687907853269984665640564039457584007913129639934",
            "64094772252569206505895765595180459230462189200764787053450494558511960727366"
        ),
        ("100000000000000000000-1000000000000000000000000000000", "648630396775668403032196822364"),
    ])
    func format_ofThePattern_isWhatPythonMakesOfIt(name: String, expected: String) throws {
        let form = try #require(ResultForm(directory: "range", name: name))
        #expect(form.textOfPattern() == expected + "\n")
    }

    @Test func format_whenEveryCandidateIsRejected_isNil() throws {
        let form = try #require(ResultForm(directory: "range", name: "0-256"))
        #expect(form.textOfPattern() == nil)
        let dice = try #require(ResultForm(directory: "range", name: "1-6"))
        #expect(dice.text(of: [UInt8](repeating: 0xFE, count: 32)) == nil)
    }

    @Test func format_whenOnlyTheLastCandidateIsAccepted_isThatOne() throws {
        let dice = try #require(ResultForm(directory: "range", name: "1-6"))
        #expect(dice.text(of: [UInt8](repeating: 0xFF, count: 31) + [0xF8 | 5]) == "6\n")
    }

    @Test func format_ofEveryCandidateOnce_givesEveryValueOnce() throws {
        for (low, high) in [(0, 0), (1, 6), (5, 68), (0, 99), (200, 455), (3, 130)] {
            let form = ResultForm.range(try #require(IntegerRange(low: low, high: high)))
            var counts: [Int: Int] = [:]
            for byte in 0...UInt8.max {
                // Each candidate of an attempt is this byte, so the attempt is decided by it alone.
                guard let text = form.text(of: [UInt8](repeating: byte, count: form.inputCount)) else { continue }
                counts[try #require(Int(text.dropLast())), default: 0] += 1
            }
            #expect(counts.keys.sorted() == Array(low...high))
            #expect(Set(counts.values).count == 1)
        }
    }

    /// The bounds are the chi-square quantiles for a false alarm of one in a million; the seed is fixed anyway.
    @Test(arguments: [(1, 6, 35.89), (0, 99, 180.8)])
    func format_ofSeededBytes_isUniformByChiSquare(low: Int, high: Int, bound: Double) throws {
        let form = ResultForm.range(try #require(IntegerRange(low: low, high: high)))
        var generator = SeededGenerator(seed: 42)
        var counts = [Int](repeating: 0, count: high - low + 1)
        let draws = 300 * counts.count
        for _ in 0..<draws {
            let text = try #require(form.text(of: generator.bytes(form.inputCount)))
            counts[try #require(Int(text.dropLast())) - low] += 1
        }
        let expected = Double(draws) / Double(counts.count)
        let statistic = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(statistic < bound)
    }

    @Test func format_ofSeededBytes_equalsTheSameRuleInBigInt() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let bounds = [number(&generator), number(&generator)].sorted()
            let form = ResultForm.range(try #require(IntegerRange(low: bounds[0], high: bounds[1])))
            let bytes = generator.bytes(form.inputCount)
            let extent = bounds[1] - bounds[0]
            let size = max(1, (extent.bitWidth + 7) / 8)
            let accepted = stride(from: 0, to: bytes.count, by: size)
                .map { bytes[$0..<$0 + size].reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) } }
                .map { $0 % (BigUInt(1) << extent.bitWidth) }
                .first { $0 <= extent }
            #expect(form.text(of: bytes) == accepted.map { "\(bounds[0] + $0)\n" })
        }
    }

    private func number(_ generator: inout SeededGenerator) -> BigUInt {
        let bits = Int.random(in: 0...256, using: &generator)
        return generator.bytes(32).reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) } >> (256 - bits)
    }
}
