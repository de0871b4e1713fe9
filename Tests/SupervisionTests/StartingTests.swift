// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// The first start: OTP supervisor(3), left to right, one after another.
struct StartingTests {
    @Test func begin_startsLeftToRightOneAfterAnother() throws {
        var bench = try Bench(["a", "b", "c"])
        #expect(bench.hear(.begin).starts == ["a"])
        #expect(bench.state(of: "a") == .starting)
        #expect(bench.state(of: "b") == .pending)
        #expect(bench.come(up: "a").starts == ["b"])
        #expect(bench.come(up: "b").starts == ["c"])
        #expect(bench.come(up: "c").contains(.up) == true)
        #expect(bench.machine.children.map(\.spec.id) == ["a", "b", "c"])
        #expect(bench.machine.children.allSatisfy { $0.state == .running(since: 1000) && $0.restarts == 0 })
    }

    @Test func begin_withoutChildren_isUpAtOnce() throws {
        var bench = try Bench([])
        #expect(bench.hear(.begin) == [.up])
    }

    @Test func startFailed_atBegin_stopsTheStartedInReverseAndEnds() throws {
        var bench = try Bench(["a", "b", "c", "d"])
        bench.hear(.begin)
        bench.come(up: "a")
        bench.come(up: "b")
        #expect(bench.fail(toStart: "c").stops == ["b"])
        #expect(bench.die("b", .shutdown).stops == ["a"])
        #expect(bench.outcome == nil)
        bench.die("a", .shutdown)
        #expect(bench.outcome == .failedToStart("c", .crashed(status: 1)))
        #expect(bench.actions.starts == ["a", "b", "c"])
    }

    @Test func exited_ofTheStartingIncarnation_isAFailedStart() throws {
        var bench = try Bench(["a"])
        bench.hear(.begin)
        bench.die("a", .killed(signal: 9))
        #expect(bench.outcome == .failedToStart("a", .killed(signal: 9)))
    }

    @Test func otherEvents_whileStarting_waitInOrder() throws {
        var bench = try Bench(["a", "b"])
        bench.hear(.begin)
        bench.come(up: "a")
        #expect(bench.die("a").isEmpty)
        #expect(bench.ask(.terminateChild("b"), as: 7).isEmpty)
        let served = bench.come(up: "b")
        #expect(served.starts == ["a"], "the death of a came first")
        #expect(bench.reply(to: 7) == nil)
        #expect(bench.come(up: "a").stops == ["b"])
        bench.die("b", .shutdown)
        #expect(bench.reply(to: 7) == .done)
    }

    @Test func events_beforeBegin_waitForIt() throws {
        var bench = try Bench(["a"])
        #expect(bench.ask(.shutdown).isEmpty)
        bench.hear(.begin)
        #expect(bench.come(up: "a").stops == ["a"])
    }

    @Test func init_refusesWhatOTPRefuses() {
        #expect(throws: SupervisorError.duplicateID("a")) { try Bench(["a", "b", "a"]) }
        for bad in [RestartIntensity(restarts: -1, periodSeconds: 5), RestartIntensity(restarts: 1, periodSeconds: 0)] {
            #expect(throws: SupervisorError.badIntensity(bad)) { try Bench(["a"], intensity: bad) }
        }
        let parking = Parking(firstDelayMilliseconds: 200, maximumDelayMilliseconds: 100, minimumOthers: 0)
        #expect(throws: SupervisorError.badParking(parking)) { try Bench(["a"], parking: parking) }
    }

    @Test func incarnations_areNeverReused() throws {
        var bench = try Bench.up(["a", "b"])
        bench.die("a")
        bench.come(up: "a")
        #expect(bench.incarnation(of: "a") == 3)
        bench.ask(.bounceChild("b"))
        bench.die("b", .shutdown)
        #expect(bench.incarnation(of: "b") == 4)
    }
}
