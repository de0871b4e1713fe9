// SPDX-License-Identifier: Apache-2.0

extension BenchReport {
    /// What is to be reached by the first pool of the plan, on two processors, with ratios within one run.
    var goals: [Goal] {
        let pool = Target.device(workers: plan.pools.first ?? 3)
        return Self.ratioGoals(of: pool) + Self.pressureGoals(of: pool) + [mixerGoal] + Self.resourceGoals
    }

    private static func ratioGoals(of pool: Target) -> [Goal] {
        [
            Goal("1 reader, 1 MiB, to /dev/urandom", "read_1mib_to_urandom", .atLeast(1.5)) {
                $0.row(pool, readSize: 1 << 20)?.toUrandom
            },
            Goal("1 reader, 128 KiB, to /dev/urandom", "read_128kib_to_urandom", .atLeast(1.1)) {
                $0.row(pool, readSize: 128 << 10)?.toUrandom
            },
            Goal("1 reader, 4 KiB, reads/s to the floor", "read_4kib_to_floor", .atLeast(0.5)) {
                $0.row(pool, readSize: 4096)?.toFloor
            },
            Goal("32 B in a burst, p50 to the floor's", "read_32b_p50_to_floor", .atMost(1.5)) {
                $0.row(pool, readSize: 32)?.p50ToFloor
            },
        ]
    }

    private static func pressureGoals(of pool: Target) -> [Goal] {
        [
            Goal("first 32 B after idling, p50 to the floor's", "idle_read_to_floor", .atMost(4)) {
                $0.figures[.idleReadRatio]
            },
            Goal("16 readers of 32 B, reads/s to the floor", "readers_16_32b_to_floor", .atLeast(0.7)) {
                $0.row(pool, readSize: 32, readers: 16)?.toFloor
            },
            Goal("16 workers to 3, 1 MiB", "workers_16_to_3", .atLeast(0.2)) { report in
                let many = report.row(.device(workers: 16), readSize: 1 << 20)?.medians.bytesPerSecond
                return ratio(many, to: report.row(.device(workers: 3), readSize: 1 << 20)?.medians.bytesPerSecond)
            },
            Goal("32 B p99 beside bulk, to the floor's", "small_p99_under_bulk_to_floor", .atMost(3)) {
                $0.figures[.bulkP99Ratio]
            },
        ]
    }

    /// Five times OpenSSL's EVP with AVX-512, three times with any other instruction set.
    private var mixerGoal: Goal {
        let limit = mixerInstructionSet?.lowercased().contains("512") == true ? 5.0 : 3.0
        return Goal("mixer alone to OpenSSL's EVP", "mixer_to_openssl", .atLeast(limit)) { $0.figures[.mixerRatio] }
    }

    private static let resourceGoals = [
        Goal("alara mount to first byte, ms", "first_byte_ms", .atMost(150)) { $0.figures[.firstByte] },
        Goal("replacement contributing, ms", "replacement_ms", .atMost(25)) { $0.figures[.replacement] },
        Goal("server's resident memory, MiB", "server_resident_mib", .atMost(24)) { $0.figures[.serverResident] },
        Goal("worker's anonymous memory, MiB", "worker_anonymous_mib", .atMost(3)) { $0.figures[.workerAnonymous] },
        Goal("wake-ups a second, idle", "idle_wakeups_per_second", .below(1)) { $0.figures[.idleWakeups] },
    ]
}
