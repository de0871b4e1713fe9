// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@testable import WorkerPool

/// The membership as a value.
struct PoolPlanTests {
    private static func plan(_ ids: Set<UInt64> = [1, 2, 3], quorum: Int = 2, most: Int = 4) -> PoolPlan {
        PoolPlan(ids: ids, quorum: quorum, nextID: (ids.max() ?? 0) + 1, maxWorkers: most)
    }

    private static func expectRefused(_ command: ControlCommand, by plan: PoolPlan, _ error: PoolError) {
        var tried = plan
        #expect(throws: error) { try tried.apply(command) }
        #expect(tried.ids == plan.ids && tried.quorum == plan.quorum && tried.nextID == plan.nextID)
    }

    @Test func add_takesTheNextIdAndUsesNoneAgain() throws {
        var plan = Self.plan()
        try plan.apply(.add(.openssl))
        #expect(plan.ids == [1, 2, 3, 4])
        try plan.apply(.remove(4))
        try plan.apply(.add(.kernel))
        #expect(plan.ids == [1, 2, 3, 5])
        #expect(plan.nextID == 6)
    }

    @Test func add_whenThePoolIsFull_isRefused() {
        Self.expectRefused(.add(.openssl), by: Self.plan([1, 2, 3, 4]), .full(4))
    }

    @Test func remove_downToTheQuorum_isTaken() throws {
        var plan = Self.plan()
        try plan.apply(.remove(1))
        #expect(plan.ids == [2, 3])
        Self.expectRefused(.remove(2), by: plan, .belowQuorum(2))
    }

    @Test func remove_ofNone_saysSoEvenAtTheQuorum() {
        Self.expectRefused(.remove(9), by: Self.plan([1, 2]), .noSuchWorker(9))
    }

    @Test func restart_changesNothing() throws {
        var plan = Self.plan([1, 2])
        try plan.apply(.restart(2))
        #expect(plan.ids == [1, 2])
        Self.expectRefused(.restart(3), by: plan, .noSuchWorker(3))
    }

    @Test func quorum_withinThePool_isTaken() throws {
        var plan = Self.plan()
        for number in [3, 1, 2] {
            try plan.apply(.quorum(number))
            #expect(plan.quorum == number)
        }
    }

    @Test(arguments: [0, -1, 4, Int.max, Int.min])
    func quorum_outsideOfThePool_isRefused(number: Int) {
        Self.expectRefused(.quorum(number), by: Self.plan(), .quorumAbovePool(number, workers: 3))
    }

    @Test func aListOfCommands_isJudgedInItsOrder() throws {
        var plan = Self.plan([1, 2])
        try plan.apply(.add(.openssl))
        try plan.apply(.quorum(3))
        Self.expectRefused(.remove(1), by: plan, .belowQuorum(3))
        try plan.apply(.quorum(2))
        try plan.apply(.remove(1))
        try plan.apply(.help)
        #expect(plan.ids == [2, 3] && plan.quorum == 2)
    }

    @Test func configuration_withNumbersOutOfRange_isRefused() {
        func configure(_ workers: Int, _ quorum: Int?) throws(PoolError) -> PoolConfiguration {
            try PoolConfiguration(
                sources: Array(repeating: .openssl, count: workers), quorum: quorum, program: .path("/x"))
        }
        #expect(throws: PoolError.quorumAbovePool(0, workers: 0)) { try configure(0, nil) }
        #expect(throws: PoolError.quorumAbovePool(0, workers: 3)) { try configure(3, 0) }
        #expect(throws: PoolError.quorumAbovePool(4, workers: 3)) { try configure(3, 4) }
        #expect(throws: PoolError.full(64)) { try configure(65, nil) }
        #expect((try? configure(1, nil))?.wish.quorum == 1)
        #expect((try? configure(64, nil))?.wish.quorum == 2)
    }
}
