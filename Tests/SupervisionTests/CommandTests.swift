// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// Commands and their errors: OTP supervisor(3), and the two conveniences.
struct CommandTests {
    @Test func startChild_repliesWhenItIsUp() throws {
        var bench = try Bench.up(["a"])
        #expect(bench.ask(.startChild(ChildSpec(id: "b"))).starts == ["b"])
        #expect(bench.reply() == nil)
        bench.come(up: "b")
        #expect(bench.reply() == .done)
        #expect(bench.machine.children.map(\.spec.id) == ["a", "b"])
    }

    @Test func startChild_whoseStartFails_isNotKept() throws {
        var bench = try Bench.up(["a"])
        bench.ask(.startChild(ChildSpec(id: "b")))
        bench.fail(toStart: "b")
        #expect(bench.reply() == .failed(.startFailed(.crashed(status: 1))))
        #expect(bench.machine.children.map(\.spec.id) == ["a"])
        #expect(bench.posted.isEmpty)
    }

    @Test func terminateChild_keepsTheSpecAndTellsHowToStop() throws {
        var bench = try Bench.up(["a", "b"])
        let actions = bench.ask(.terminateChild("a"))
        #expect(actions == [.stop("a", incarnation: 1, .timeout(milliseconds: 5000))])
        #expect(bench.state(of: "a") == .stopping)
        bench.die("a", .shutdown)
        #expect(bench.reply() == .done)
        #expect(bench.state(of: "a") == .terminated)
        #expect(bench.actions.starts == ["a", "b"], "a terminated child is not restarted")
    }

    @Test func terminateChild_ofTemporary_dropsIt() throws {
        var bench = try Bench.up(["a"], restart: .temporary)
        bench.ask(.terminateChild("a"))
        bench.die("a", .shutdown)
        #expect(bench.machine.children.isEmpty)
    }

    @Test func stop_whenTheExitIsAlreadyWaiting_takesIt() throws {
        var bench = try Bench.up(["a", "b"])
        bench.die("b")
        bench.ask(.terminateChild("a"), as: 5)
        bench.die("a")
        #expect(bench.come(up: "b").stops.isEmpty)
        #expect(bench.reply(to: 5) == .done)
        #expect(bench.state(of: "a") == .terminated)
    }

    @Test func removeChild_stopsAndDrops() throws {
        var bench = try Bench.up(["a", "b"])
        bench.ask(.removeChild("a"))
        bench.die("a", .shutdown)
        #expect(bench.reply() == .done)
        #expect(bench.machine.children.map(\.spec.id) == ["b"])
    }

    @Test func bounceChild_startsAgainUncounted() throws {
        var bench = try Bench.up(["a"], intensity: RestartIntensity(restarts: 0, periodSeconds: 1))
        #expect(bench.ask(.bounceChild("a")).stops == ["a"])
        #expect(bench.die("a", .shutdown).starts == ["a"])
        #expect(bench.reply() == nil)
        bench.come(up: "a")
        #expect(bench.reply() == .done)
        #expect(bench.machine.children.map(\.restarts) == [1])
    }

    @Test func bounceChild_whoseStartFails_staysTerminated() throws {
        var bench = try Bench.up(["a"])
        bench.ask(.bounceChild("a"))
        bench.die("a", .shutdown)
        bench.fail(toStart: "a", .normal)
        #expect(bench.reply() == .failed(.startFailed(.normal)))
        #expect(bench.state(of: "a") == .terminated)
    }

    @Test func shutdown_stopsRightToLeftOneAfterAnother() throws {
        var bench = try Bench.up(["a", "b", "c"])
        #expect(bench.ask(.shutdown).stops == ["c"])
        #expect(bench.die("a").isEmpty, "it waits for c")
        #expect(bench.die("c", .killed(signal: 9)).stops == ["b"])
        #expect(bench.die("b", .shutdown).stops == [], "a is gone already")
        #expect(bench.outcome == .shutdown)
        #expect(bench.reply() == .done)
    }

    @Test func commands_afterTheEnd_areAnswered() throws {
        var bench = try Bench.up([])
        bench.ask(.shutdown, as: 1)
        bench.ask(.restartChild("a"), as: 2)
        bench.ask(.shutdown, as: 3)
        #expect(bench.reply(to: 2) == .failed(.supervisorEnded))
        #expect(bench.reply(to: 3) == .done)
    }

    @Test func commands_waitingAtTheEnd_areAnswered() throws {
        var bench = try Bench.up(["a"])
        bench.ask(.shutdown, as: 1)
        bench.ask(.bounceChild("a"), as: 2)
        #expect(bench.reply(to: 2) == nil)
        bench.die("a", .shutdown)
        #expect(bench.reply(to: 2) == .failed(.supervisorEnded))
    }
}
