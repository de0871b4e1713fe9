// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bench

@Suite struct GoalTests {
    @Test func limits_holdOnTheirSide() {
        #expect(Goal.Limit.atLeast(2).isMet(by: 2) && !Goal.Limit.atLeast(2).isMet(by: 1.9))
        #expect(Goal.Limit.atMost(2).isMet(by: 2) && !Goal.Limit.atMost(2).isMet(by: 2.1))
        #expect(Goal.Limit.below(1).isMet(by: 0.9) && !Goal.Limit.below(1).isMet(by: 1))
    }

    @Test func goals_ofAWholeReport_haveAllAFigure() {
        let goals = Reports.whole.goals
        #expect(goals.count == 14)
        #expect(Set(goals.map(\.key)).count == goals.count)
        #expect(goals.allSatisfy { $0.figure(Reports.whole) != nil })
    }

    @Test func goals_ofAnEmptyReport_haveNone() {
        #expect(Reports.empty.goals.allSatisfy { $0.figure(Reports.empty) == nil })
    }

    @Test(arguments: [
        ("read_1mib_to_urandom", 2.0), ("read_4kib_to_floor", 0.5), ("read_32b_p50_to_floor", 2),
        ("workers_16_to_3", 3.0 / 16),
    ])
    func figure_ofAGoal_isTheOneMeant(key: String, expected: Double) throws {
        let goal = try #require(Reports.whole.goals.first { $0.key == key })
        #expect(try abs(#require(goal.figure(Reports.whole)) - expected) < 1e-9)
    }

    @Test(arguments: [("avx512", 5.0), ("avx2", 3), ("baseline", 3)])
    func mixerGoal_dependsOnTheInstructionSet(name: String, limit: Double) {
        var report = Reports.whole
        report.mixerInstructionSet = name
        #expect(report.goals.first { $0.key == "mixer_to_openssl" }?.limit == .atLeast(limit))
    }
}
