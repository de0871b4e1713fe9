// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

extension Device {
    /// Readers notice nothing of workers that die or hang.
    @Suite struct WorkerDeath {
        @Test func kill_ofAWorkerUnderReaders_isSeenInNodesAlone() async throws {
            try await withMount { mount in
                try await withReaders(of: mount) {
                    for id in [1, 2, 3, 1, 2, 3] {
                        let before = try mount.node(id)
                        let pid = try mount.pid(id)
                        kill(pid, SIGKILL)
                        let after = try mount.waitUntilRunningAgain(id, after: pid)
                        #expect(after.restarts == before.restarts + 1)
                        #expect(ProcessIdentity(pid)?.isAlive != true)
                    }
                }
                #expect(try mount.nodes().map(\.restarts) == [2, 2, 2])
                try expectNoZombies(below: mount.serverPID)
            }
        }

        @Test func kill_ofOneWorker_countsOneRestartAndSparesTheOthers() async throws {
            try await withMount { mount in
                let before = try mount.nodes()
                let pid = try mount.pid(2)
                kill(pid, SIGKILL)
                try mount.waitUntilRunningAgain(2, after: pid)
                let after = try mount.nodes()
                #expect(after.map(\.id) == [1, 2, 3])
                #expect(after.map(\.restarts) == [0, 1, 0])
                #expect(after[0].pid == before[0].pid)
                #expect(after[2].pid == before[2].pid)
            }
        }

        @Test func kill_ofAllWorkersAtOnceUnderReaders_makesThemWaitAndNothingElse() async throws {
            try await withMount { mount in
                try await withReaders(of: mount) {
                    for _ in 1...2 {
                        let before = try mount.nodes()
                        for pid in before.compactMap(\.pid) {
                            kill(pid, SIGKILL)
                        }
                        for node in before {
                            try mount.waitUntilRunningAgain(node.id, after: node.pid ?? 0)
                        }
                    }
                }
                #expect(try mount.nodes().map(\.restarts) == [2, 2, 2])
            }
        }

        @Test func worker_thatCrashLoops_isParkedWhileTheOthersGoOn() async throws {
            try await withMount { mount in
                let before = try mount.nodes()
                try await withReaders(of: mount) {
                    try crash(1, of: mount, until: "parked")
                    let parked = try mount.nodes()
                    #expect(parked.map(\.id) == [1, 2, 3])
                    #expect(parked[0].restarts >= 9)
                    for (before, parked) in zip(before, parked).dropFirst() {
                        #expect(parked.pid == before.pid, "the others go on as they are")
                        #expect(parked.state == "running")
                    }
                    #expect(try mount.status()["state"] == "ready")
                }
                try wait(for: "the parked worker to come back by itself", within: 20) {
                    try mount.node(1).state == "running"
                }
            }
        }

        @Test func killStorm_overTheIntensity_endsInAWholePoolWithoutAReaderSeeingIt() async throws {
            try await withMount { mount in
                let server = try mount.serverPID
                let descriptors = ProcFile.names("/proc/\(server)/fd").count
                try await withReaders(of: mount) {
                    var killed: Set<pid_t> = []
                    try wait(for: "30 workers to have been killed", within: 30) {
                        for pid in try mount.nodes().compactMap(\.pid) where killed.insert(pid).inserted {
                            kill(pid, SIGKILL)
                        }
                        return killed.count >= 30
                    }
                    try wait(for: "the pool to be whole again", within: 60) {
                        let nodes = try mount.nodes()
                        return nodes.count == 3 && nodes.allSatisfy { $0.state == "running" }
                    }
                }
                #expect(try mount.serverPID == server)
                try wait(for: "the server to close what it had open for dead workers") {
                    ProcFile.names("/proc/\(server)/fd").count <= descriptors
                }
                try expectNoZombies(below: server)
            }
        }

        @Test func server_afterDeathsAndCommands_outlivesTheirDeadlines() async throws {
            try await withMount { mount in
                let server = try mount.serverPID
                try await withReaders(of: mount) {
                    for command in ["add", "remove 4", "restart 3"] {
                        try mount.run("echo \(command) > $MNT/control")
                    }
                    try mount.python("expect(error_of(write_control, b'add file:/nonexistent\\n'), 'EIO', 'errno')")
                    kill(try mount.pid(1), SIGKILL)
                    // A start and a stop may take 5 s each; what was to happen then must not concern who is gone.
                    let passed = ContinuousClock.now + .seconds(6)
                    try wait(for: "the deadlines of what was started and stopped to pass", within: 20) {
                        try mount.status()["server_pid"] == "\(server)" && ContinuousClock.now > passed
                    }
                }
                #expect(try mount.nodes().map(\.id) == [1, 2, 3])
            }
        }

        @Test func worker_thatHangs_isLeftOutThenReplaced() async throws {
            try await withMount { mount in
                let pid = try mount.pid(3)
                try await withReaders(of: mount) {
                    kill(pid, SIGSTOP)
                    #expect(try mount.run("head -c 1000000 $MNT/bytes | wc -c") == "1000000")
                    let again = try mount.waitUntilRunningAgain(3, after: pid)
                    #expect(again.restarts == 1)
                }
                #expect(ProcessIdentity(pid)?.isAlive != true)
            }
        }

        @Test func workers_thatHangBelowTheQuorum_areReplacedAndTheReadIsServed() async throws {
            try await withMount { mount in
                for id in [2, 3] {
                    kill(try mount.pid(id), SIGSTOP)
                }
                #expect(try mount.run("head -c 100000 $MNT/bytes | wc -c", timeout: 20) == "100000")
            }
        }

        /// Kills the worker whenever it runs, until `nodes` shows it in `state`.
        private func crash(_ id: Int, of mount: Mount, until state: String) throws {
            try wait(for: "worker \(id) to be \(state)", within: 20) {
                let node = try mount.node(id)
                if node.state == "running", let pid = node.pid {
                    kill(pid, SIGKILL)
                }
                return node.state == state
            }
        }

        private func expectNoZombies(below server: pid_t) throws {
            try wait(for: "the server to reap its dead workers") {
                Processes.children(of: server).allSatisfy { Processes.statFields($0)?.first != "Z" }
            }
        }
    }
}
