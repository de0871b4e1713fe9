// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Holder

@Suite struct ServerPolicyTests {
    var generator = SystemRandomNumberGenerator()

    func end(_ status: Linux.ExitStatus, answered: Bool = false, connected: Bool = true) -> ServerPolicy.End {
        ServerPolicy.End(status: status, hadAnswered: answered, isConnected: connected)
    }

    @Test func ready_isAnnouncedOnce() {
        var policy = ServerPolicy()
        #expect(policy.ready() == .announce)
        #expect(policy.ready() == .none)
    }

    @Test(arguments: [Linux.ExitStatus.exited(0), .exited(66), .signaled(9)])
    mutating func ended_whenUnmounted_finishesWell(_ status: Linux.ExitStatus) {
        var policy = ServerPolicy()
        #expect(policy.ended(end(status, answered: true, connected: false), using: &generator) == .finish(status: 0))
    }

    @Test(arguments: 64...78 as ClosedRange<Int32>)
    mutating func ended_whenTheFirstRefuses_finishesWithItsStatus(_ status: Int32) {
        var policy = ServerPolicy()
        #expect(policy.ended(end(.exited(status)), using: &generator) == .finish(status: status))
    }

    @Test(arguments: [Linux.ExitStatus.exited(0), .exited(1), .exited(63), .exited(79), .signaled(6), .signaled(66)])
    mutating func ended_whenTheFirstCrashes_isFollowedLater(_ status: Linux.ExitStatus) {
        var policy = ServerPolicy()
        guard case .startAfter(let delay) = policy.ended(end(status), using: &generator) else {
            Issue.record("no delay after \(status)")
            return
        }
        #expect((15...25).contains(delay))
        #expect(policy.restarts == 1)
    }

    @Test mutating func ended_whenALaterOneRefuses_isFollowedUnlessNoneWasEverUp() {
        var policy = ServerPolicy()
        _ = policy.ready()
        guard case .startAfter = policy.ended(end(.exited(69)), using: &generator) else {
            Issue.record("a refusal after readiness is final")
            return
        }
        var second = ServerPolicy()
        _ = second.ended(end(.signaled(9)), using: &generator)
        #expect(second.ended(end(.exited(69)), using: &generator) == .finish(status: 69))
    }

    @Test mutating func ended_whenItHadAnswered_isFollowedAtOnceAndTheDelayStartsAgain() {
        var policy = ServerPolicy()
        for _ in 0..<6 { _ = policy.ended(end(.signaled(9)), using: &generator) }
        #expect(policy.ended(end(.signaled(9), answered: true), using: &generator) == .start)
        guard case .startAfter(let delay) = policy.ended(end(.signaled(9)), using: &generator) else {
            Issue.record("no delay")
            return
        }
        #expect((15...25).contains(delay))
    }
}
