// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Holder

@Suite struct RestartDelayTests {
    @Test func bases_doubleUpToTheLongest() {
        var delay = RestartDelay()
        var generator = SystemRandomNumberGenerator()
        var bases: [Int] = []
        for _ in 0..<8 {
            bases.append(delay.base)
            _ = delay.next(using: &generator)
        }
        #expect(bases == [20, 40, 80, 160, 320, 500, 500, 500])
    }

    @Test func next_staysWithinAQuarterAndReachesBothEnds() {
        var generator = SystemRandomNumberGenerator()
        var seen: Set<Int> = []
        for _ in 0..<1000 {
            var delay = RestartDelay()
            seen.insert(delay.next(using: &generator))
        }
        #expect(seen.isSubset(of: Set(15...25)))
        #expect(seen.count > 5)
    }

    @Test func longest_staysWithinAQuarter() {
        var delay = RestartDelay()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5 { _ = delay.next(using: &generator) }
        for _ in 0..<1000 { #expect((375...625).contains(delay.next(using: &generator))) }
    }

    @Test func reset_startsAgain() {
        var delay = RestartDelay()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<4 { _ = delay.next(using: &generator) }
        delay.reset()
        #expect(delay == RestartDelay())
    }
}
