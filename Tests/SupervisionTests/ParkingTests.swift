// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// Parking: one bad child cannot stop its supervisor while the others suffice.
struct ParkingTests {
    /// A bench whose child "x" has died ten times in one second.
    static func parked(minimumOthers: Int = 1) throws -> Bench {
        var bench = try Bench.up(["a", "x"], parking: Parking(minimumOthers: minimumOthers))
        for _ in 1...9 {
            bench.die("x")
            bench.come(up: "x")
        }
        bench.die("x")
        return bench
    }

    /// The delay "x" is parked for; nil when it is not.
    static func delay(_ bench: Bench) -> Int? {
        if case .parked(_, let delay)? = bench.state(of: "x") { delay } else { nil }
    }

    @Test func tenthDeath_parksForTheFirstDelay() throws {
        var bench = try Self.parked()
        #expect(bench.state(of: "x") == .parked(since: 1000, delayMilliseconds: 100))
        #expect(try bench.fireTimer().starts == ["x"])
        #expect(bench.state(of: "x") == .restarting)
        bench.come(up: "x")
        #expect(bench.state(of: "x")?.isRunning == true)
    }

    @Test func tenthDeath_whenTheOthersDoNotSuffice_isOTPs() throws {
        var bench = try Self.parked(minimumOthers: 2)
        #expect(bench.state(of: "x") == .restarting)
        bench.come(up: "x")
        #expect(bench.die("x").stops == ["a"], "the eleventh ends the supervisor")
    }

    @Test func setMinimumRunning_changesTheProviso() throws {
        var bench = try Bench.up(["a", "x"], parking: Parking(deaths: 1, minimumOthers: 2))
        bench.die("x")
        bench.come(up: "x")
        bench.hear(.setMinimumRunning(1))
        bench.die("x")
        #expect(Self.delay(bench) == 100)
    }

    @Test func parking_andItsRetries_countForNothing() throws {
        var bench = try Self.parked()
        for _ in 1...50 {
            try bench.fireTimer()
            bench.come(up: "x")
            bench.die("x")
        }
        #expect(bench.outcome == nil)
        #expect(bench.state(of: "a")?.isRunning == true)
    }

    @Test func delay_doublesUpToTheLongest() throws {
        var bench = try Self.parked()
        var delays: [Int] = []
        for round in 1...12 {
            delays.append(try #require(Self.delay(bench)))
            try bench.fireTimer()
            if round.isMultiple(of: 2) {
                bench.fail(toStart: "x")
            } else {
                bench.come(up: "x")
                bench.die("x")
            }
        }
        #expect(delays == [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000])
    }

    /// The period is 5 s: a child up for exactly that long keeps its back-off.
    @Test(arguments: [(5, 200), (6, nil)])
    func delay_isResetAfterLongerThanThePeriod(_ uptime: Int, _ expected: Int?) throws {
        var bench = try Self.parked()
        try bench.fireTimer()
        bench.come(up: "x")
        bench.now += uptime
        bench.die("x")
        #expect(Self.delay(bench) == expected)
    }

    /// After a delay of 12.8 s, six seconds are not enough.
    @Test(arguments: [(6, 25600), (12, 25600), (13, nil)])
    func delay_isResetAfterLongerThanItself(_ uptime: Int, _ expected: Int?) throws {
        var bench = try Self.parked()
        for _ in 1...7 {
            try bench.fireTimer()
            bench.fail(toStart: "x")
        }
        #expect(Self.delay(bench) == 12800)
        try bench.fireTimer()
        bench.come(up: "x")
        bench.now += uptime
        bench.die("x")
        #expect(Self.delay(bench) == expected)
    }

    @Test func furtherDeath_whenTheOthersDoNotSuffice_isCounted() throws {
        var bench = try Self.parked()
        try bench.fireTimer()
        bench.hear(.setMinimumRunning(2))
        #expect(bench.fail(toStart: "x").contains(.post(.retry("x"))) == true)
        #expect(bench.state(of: "x") == .restarting)
    }

    @Test func failedStarts_countTowardsParking() throws {
        var bench = try Bench.up(["a", "x"], parking: Parking(minimumOthers: 1))
        bench.die("x")
        for _ in 1...8 {
            bench.fail(toStart: "x")
            try bench.deliverPosted()
        }
        #expect(bench.fail(toStart: "x").contains(.post(.retry("x"))) == false)
        #expect(Self.delay(bench) == 100)
    }

    @Test func deathsOutsideTheWindow_doNotPark() throws {
        var bench = try Bench.up(["a", "x"], parking: Parking(minimumOthers: 1))
        for _ in 1...40 {
            bench.die("x")
            bench.come(up: "x")
            bench.now += 1
        }
        #expect(Self.delay(bench) == nil)
    }

    @Test func quarantined_isParkedWhateverTheOthers() throws {
        var bench = try Bench.up(["x"], parking: Parking(minimumOthers: 5))
        bench.die("x", .quarantined("RCT"))
        #expect(Self.delay(bench) == 100)
        try bench.fireTimer()
        bench.fail(toStart: "x", .quarantined("RCT"))
        #expect(Self.delay(bench) == 200)
    }

    @Test func quarantined_atTheFirstStart_isParkedAndTheStartGoesOn() throws {
        var bench = try Bench(["x", "a"], parking: Parking(minimumOthers: 5))
        bench.hear(.begin)
        #expect(bench.fail(toStart: "x", .quarantined("APT")).starts == ["a"])
        #expect(bench.come(up: "a").contains(.up) == true)
        #expect(Self.delay(bench) == 100)
    }

    @Test func quarantined_withoutParking_isAnAbnormalEnd() throws {
        var bench = try Bench.up(["x"])
        #expect(bench.die("x", .quarantined("RCT")).starts == ["x"])
    }

    @Test func transient_isParkedOnlyByQuarantine() throws {
        var bench = try Bench.up(["a", "x"], restart: .transient, parking: Parking(deaths: 1, minimumOthers: 0))
        bench.die("x")
        #expect(Self.delay(bench) == nil)
        bench.come(up: "x")
        bench.die("x", .quarantined("RCT"))
        #expect(Self.delay(bench) == 100)
    }

    @Test func timer_ofAnEarlierParking_isIgnored() throws {
        var bench = try Self.parked()
        let early = try #require(bench.scheduled.last?.event)
        bench.ask(.bounceChild("x"))
        bench.come(up: "x")
        bench.die("x")
        #expect(Self.delay(bench) == 200)
        #expect(bench.hear(early).isEmpty)
        #expect(Self.delay(bench) == 200)
    }

    @Test func shutdown_whileParked_endsAndTheTimerIsIgnored() throws {
        var bench = try Self.parked()
        bench.ask(.shutdown)
        bench.die("a", .shutdown)
        #expect(bench.outcome == .shutdown)
        #expect(try bench.fireTimer().isEmpty)
    }
}
