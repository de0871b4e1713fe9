// SPDX-License-Identifier: Apache-2.0

import BigInt
import Testing

@testable import Entropy

@Suite struct WideIntegerTests {
    @Test func wipe_overwritesEveryElementInPlace() {
        var values: [UInt32] = [1, 2, .max]
        wipe(&values)
        #expect(values == [0, 0, 0])
    }

    @Test func takeDecimal_leavesZero() throws {
        var number = try #require(WideInteger(UInt64.max))
        #expect(decimal(&number) == "18446744073709551615")
        #expect(number.limbs == [0])
    }

    @Test func takeDecimal_ofZeroAndOfInnerZeros() throws {
        for value in [0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_001, 5_000_000_000_000_000_007] as [UInt64] {
            var number = try #require(WideInteger(value))
            #expect(decimal(&number) == "\(value)")
        }
    }

    @Test func arithmetic_ofSeededNumbers_equalsBigInt() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let (left, right) = (number(&generator), number(&generator))
            let (wideLeft, wideRight) = (try #require(WideInteger(left)), try #require(WideInteger(right)))
            #expect(wideLeft + wideRight == WideInteger(left + right))
            #expect((wideLeft < wideRight) == (left < right))
            let difference = left >= right ? WideInteger(left - right) : nil
            #expect(WideInteger.difference(wideLeft, wideRight) == difference)
            #expect(wideLeft.bitWidth == left.bitWidth)
            #expect(WideInteger(decimal: "\(left)".utf8, maxDigits: 100) == wideLeft)
        }
    }

    @Test func isAllOnes_onlyBelowAPowerOfTwo() throws {
        for value in 0..<1025 {
            #expect(try #require(WideInteger(value)).isAllOnes == (value & (value + 1) == 0), "\(value)")
        }
    }

    private func decimal(_ number: inout WideInteger) -> String {
        String(decoding: number.takeDecimal(), as: UTF8.self)
    }

    private func number(_ generator: inout SeededGenerator) -> BigUInt {
        let bits = Int.random(in: 0...256, using: &generator)
        return generator.bytes(32).reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) } >> (256 - bits)
    }
}
