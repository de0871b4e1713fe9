// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// Restarts: policies, intensity to the letter, failed restarts (supervisor.erl, `restart`, `add_restart`).
struct RestartTests {
    static let reasons: [ExitReason] = [
        .normal, .shutdown, .crashed(status: 1), .killed(signal: 9), .quarantined("RCT"),
    ]

    @Test(arguments: reasons)
    func exit_ofPermanent_alwaysRestarts(_ reason: ExitReason) throws {
        var bench = try Bench.up(["a", "b"])
        #expect(bench.die("a", reason).starts == ["a"])
        #expect(bench.state(of: "a") == .restarting)
        bench.come(up: "a")
        #expect(bench.machine.children.map(\.restarts) == [1, 0])
        #expect(bench.machine.children.map(\.spec.id) == ["a", "b"], "a restart keeps the place")
    }

    @Test(arguments: reasons)
    func exit_ofTransient_restartsOnlyWhenAbnormal(_ reason: ExitReason) throws {
        var bench = try Bench.up(["a"], restart: .transient)
        let abnormal = reason != .normal && reason != .shutdown
        #expect(bench.die("a", reason).starts == (abnormal ? ["a"] : []))
        #expect(bench.state(of: "a") == (abnormal ? .restarting : .terminated))
    }

    @Test(arguments: reasons)
    func exit_ofTemporary_dropsTheChild(_ reason: ExitReason) throws {
        var bench = try Bench.up(["a"], restart: .temporary)
        #expect(bench.die("a", reason).starts == [])
        #expect(bench.machine.children.isEmpty)
    }

    @Test func tenDeathsInTheWindow_areAllowed_theEleventhEnds() throws {
        var bench = try Bench.up(["a", "b"])
        for _ in 1...10 {
            bench.die("a")
            bench.come(up: "a")
        }
        #expect(bench.outcome == nil)
        #expect(bench.die("a").stops == ["b"])
        #expect(bench.state(of: "a") == .terminated)
        bench.die("b", .shutdown)
        #expect(bench.outcome == .reachedMaxRestartIntensity("a"))
    }

    /// Restarts at second 1000; the one at the edge still sees them, the one after it does not.
    @Test(arguments: [(5, true), (6, false)])
    func eleventhDeath_atTheWindowsEdge(_ later: Int, ends: Bool) throws {
        var bench = try Bench.up(["a"])
        for _ in 1...10 {
            bench.die("a")
            bench.come(up: "a")
        }
        bench.now += later
        bench.die("a")
        #expect((bench.outcome != nil) == ends)
    }

    @Test func window_slides() throws {
        var bench = try Bench.up(["a"])
        for _ in 1...100 {
            bench.die("a")
            bench.come(up: "a")
            bench.now += 1
            if bench.now.isMultiple(of: 2) { bench.die("a") }
            bench.come(up: "a")
        }
        #expect(bench.outcome == nil, "at most 9 restarts lie in any 5 s, edges included")
    }

    @Test func intensityZero_endsAtTheFirstDeath() throws {
        var bench = try Bench.up(["a"], intensity: RestartIntensity(restarts: 0, periodSeconds: 1))
        bench.die("a")
        #expect(bench.outcome == .reachedMaxRestartIntensity("a"))
    }

    @Test func normalEndsOfTransients_countForNothing() throws {
        var bench = try Bench.up(["a"], restart: .transient)
        for _ in 1...50 {
            bench.die("a", .normal)
            bench.ask(.restartChild("a"))
            bench.come(up: "a")
        }
        #expect(bench.outcome == nil)
    }

    @Test func failedRestart_isPostedAndCountsAgain() throws {
        var bench = try Bench.up(["a"])
        bench.die("a")
        for _ in 2...10 {
            #expect(bench.fail(toStart: "a").contains(.post(.retry("a"))) == true)
            #expect(bench.state(of: "a") == .restarting)
            #expect(try bench.deliverPosted().starts == ["a"])
        }
        bench.fail(toStart: "a")
        #expect(bench.outcome == nil, "ten attempts were counted")
        try bench.deliverPosted()
        #expect(bench.outcome == .reachedMaxRestartIntensity("a"))
        #expect(bench.machine.children.map(\.restarts) == [0])
    }

    @Test func shutdown_beforeThePostedRetry_isHeard() throws {
        var bench = try Bench.up(["a", "b"])
        bench.die("a")
        #expect(bench.ask(.shutdown, as: 9).isEmpty)
        let actions = bench.fail(toStart: "a")
        #expect(actions.stops == ["b"], "the shutdown is served before the retry")
        bench.die("b", .shutdown)
        #expect(bench.outcome == .shutdown)
        #expect(bench.reply(to: 9) == .done)
        #expect(try bench.deliverPosted().isEmpty)
    }

    @Test func retry_afterACommandIntervened_isIgnored() throws {
        var bench = try Bench.up(["a"])
        bench.die("a")
        bench.fail(toStart: "a")
        bench.ask(.terminateChild("a"))
        #expect(bench.reply() == .done)
        #expect(try bench.deliverPosted().isEmpty)
        #expect(bench.state(of: "a") == .terminated)
    }

    @Test func exit_ofAnIncarnationGone_isIgnored() throws {
        var bench = try Bench.up(["a"])
        bench.die("a")
        bench.come(up: "a")
        #expect(bench.hear(.exited("a", incarnation: 1, .crashed(status: 1))).isEmpty)
        #expect(bench.hear(.started("a", incarnation: 1)).isEmpty)
        #expect(bench.hear(.startFailed("a", incarnation: 2, .normal)).isEmpty)
        #expect(bench.state(of: "a") == .running(since: 1000))
    }

    @Test func startedOfAnotherIncarnation_whileStarting_isIgnored() throws {
        var bench = try Bench.up(["a"])
        bench.die("a")
        bench.hear(.started("a", incarnation: 1))
        bench.hear(.startFailed("a", incarnation: 1, .normal))
        bench.hear(.exited("a", incarnation: 1, .normal))
        #expect(bench.state(of: "a") == .restarting)
        bench.come(up: "a")
        #expect(bench.state(of: "a") == .running(since: 1000))
    }
}
