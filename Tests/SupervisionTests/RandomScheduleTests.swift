// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// Thousands of seeded schedules: whatever happens, the rules hold, and a shutdown comes to its end.
struct RandomScheduleTests {
    static let schedulesPerBatch: UInt64 = 500

    @Test(arguments: [false, true], 0..<UInt64(5))
    func anySchedule_keepsTheRulesAndEnds(isParking: Bool, batch: UInt64) throws {
        var (poolRestarts, rootEnds, parkings) = (0, 0, 0)
        for seed in batch * Self.schedulesPerBatch..<(batch + 1) * Self.schedulesPerBatch {
            var world = try World(seed: seed, parking: isParking ? Parking(deaths: 3, minimumOthers: 1) : nil)
            world.feed(.begin)
            for _ in 0..<80 { world.step() }
            rootEnds += world.ends
            let hasEnded = world.finish()
            #expect(hasEnded && world.ends == 1, "seed \(seed) ends once after a shutdown")
            #expect(world.faults == [], "seed \(seed)")
            #expect(world.alive.isEmpty && world.starting == nil && world.stopping == nil, "seed \(seed) is clean")
            let answersOnce = world.answers.count == Int(world.asked) && world.answers.values.allSatisfy { $0 == 1 }
            #expect(answersOnce, "seed \(seed) answers every command once")
            poolRestarts += world.tree.poolRestarts
            parkings += world.parkings
        }
        #expect(poolRestarts > 50 && rootEnds > 10 && (parkings > 100) == isParking, "the schedules reach far")
    }

    @Test func oneSeed_alwaysGivesOneHistory() throws {
        func history(_ seed: UInt64) throws -> [ChildInfo<Int>] {
            var world = try World(seed: seed, parking: Parking(minimumOthers: 1))
            world.feed(.begin)
            for _ in 0..<200 { world.step() }
            return world.tree.children
        }
        for seed in 0..<UInt64(50) {
            #expect(try history(seed) == history(seed))
        }
    }
}
