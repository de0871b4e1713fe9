// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

extension Device {
    /// What a worker may and what it can reach.
    @Suite(.sharedMount(workers: 3))
    struct Sandbox {
        @Test func worker_runsFilteredAndWithoutPrivileges() throws {
            let mount = try Mount.shared
            let user = getpwnam("alara").map { $0.pointee.pw_uid } ?? 65534
            for pid in try mount.nodes().compactMap(\.pid) {
                #expect(Processes.status(pid, "Seccomp") == "2")
                #expect(Processes.status(pid, "NoNewPrivs") == "1")
                #expect(Processes.status(pid, "Uid")?.split(separator: "\t").map(String.init) == four(user))
                let group = try #require(Processes.status(pid, "Gid")).split(separator: "\t")
                #expect(group.allSatisfy { $0 != "0" && $0 == group[0] })
                #expect(Processes.status(pid, "Groups") == "")
                for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
                    #expect(Processes.status(pid, set) == "0000000000000000", "\(set) of \(pid)")
                }
            }
        }

        @Test func worker_hasLimitsOfZeroForCoresProcessesAndFiles() throws {
            for pid in try Mount.shared.nodes().compactMap(\.pid) {
                for limit in ["Max core file size", "Max processes", "Max file size"] {
                    #expect(softAndHard(limit, of: pid) == ["0", "0"], "\(limit) of \(pid)")
                }
            }
        }

        @Test func worker_isNotDumpable() throws {
            for pid in try Mount.shared.nodes().compactMap(\.pid) {
                // The files of /proc/PID belong to root exactly when the process is not dumpable.
                var information = stat()
                #expect(stat("/proc/\(pid)/fd", &information) == 0)
                #expect(information.st_uid == 0)
            }
        }

        @Test func worker_hasNoDescriptorsButItsOwn() throws {
            for pid in try Mount.shared.nodes().compactMap(\.pid) {
                for name in ProcFile.names("/proc/\(pid)/fd") {
                    let target = try #require(ProcFile.link("/proc/\(pid)/fd/\(name)"))
                    if ["0", "1", "2"].contains(name) {
                        #expect(target == "/dev/null", "descriptor \(name) of \(pid)")
                    } else {
                        #expect(
                            target.hasPrefix("/memfd:") || target.hasPrefix("socket:"),
                            "descriptor \(name) of \(pid) is \(target)")
                    }
                }
            }
        }

        @Test func worker_seesOneSegmentWhichNoOtherWorkerSees() throws {
            let pids = try Mount.shared.nodes().compactMap(\.pid)
            var seen: Set<UInt64> = []
            for pid in pids {
                let mapped = Processes.memfdMappings(pid)
                #expect(mapped.count == 1, "segments of worker \(pid)")
                #expect(Processes.memfdDescriptors(pid).isSubset(of: mapped), "memfds of worker \(pid)")
                #expect(seen.isDisjoint(with: mapped), "worker \(pid) sees another's segment")
                seen.formUnion(mapped)
            }
            #expect(seen.count == 3)
        }

        @Test func worker_hasNoChildrenAndIsTheServersChild() throws {
            let mount = try Mount.shared
            for pid in try mount.nodes().compactMap(\.pid) {
                #expect(try Processes.parent(pid) == mount.serverPID)
                #expect(Processes.children(of: pid).isEmpty)
            }
        }

        @Test func server_keepsNoPrivilegesButThoseOverItsWorkers() throws {
            let server = try Mount.shared.serverPID
            #expect(Processes.status(server, "NoNewPrivs") == "1")
            let effective = try #require(Processes.status(server, "CapEff").flatMap { UInt64($0, radix: 16) })
            // KILL, SETGID and SETUID are the bits 5, 6 and 7.
            #expect(effective & ~0xe0 == 0, "more capabilities than KILL, SETGID and SETUID")
            #expect(softAndHard("Max core file size", of: server) == ["0", "0"])
        }

        @Test func status_saysWhichUserTheWorkersAre() throws {
            let user = getpwnam("alara").map { $0.pointee.pw_uid } ?? 65534
            let named = try Mount.shared.status().values.contains { $0.contains("\(user)") || $0.contains("alara") }
            #expect(named)
        }

        private func four(_ user: uid_t) -> [String] {
            [String](repeating: "\(user)", count: 4)
        }

        /// The two values of a line of /proc/PID/limits.
        private func softAndHard(_ limit: String, of pid: pid_t) -> [String]? {
            let lines = ProcFile.text("/proc/\(pid)/limits")?.split(separator: "\n") ?? []
            return lines.first { $0.hasPrefix(limit) }
                .map { $0.dropFirst(limit.count).split(separator: " ").prefix(2).map(String.init) }
        }
    }

    /// What happens to a worker that tries what it may not. Root makes it try, with ptrace.
    @Suite struct SandboxAttempts {
        @Test(arguments: Attempt.all)
        func worker_thatTries_diesBySIGSYSWithoutACore(attempt: Attempt) async throws {
            try await withMount { mount in
                for id in 1...3 {
                    let pid = try mount.pid(id)
                    try mount.python(attemptByPtrace, ["\(pid)", attempt.arguments])
                    let again = try mount.waitUntilRunningAgain(id, after: pid)
                    #expect(again.restarts == 1)
                }
            }
        }
    }

    /// Each process ends with its parent.
    @Suite struct DeathOfParents {
        @Test func workers_dieWithTheServerWhileTheyWait() async throws {
            try await withMount { mount in
                let server = try mount.serverPID
                let workers = try mount.nodes().compactMap(\.pid).compactMap(ProcessIdentity.init)
                #expect(workers.count == 3)
                kill(server, SIGKILL)
                try wait(for: "the workers of a killed server to end", within: 3) {
                    workers.allSatisfy { !$0.isAlive }
                }
            }
        }

        @Test func workers_dieWithTheServerWhileTheyWork() async throws {
            try await withMount { mount in
                let workers = try mount.nodes().compactMap(\.pid).compactMap(ProcessIdentity.init)
                let before = try mount.node(1).bytes
                let reader = try Child(
                    "/bin/cat", ["\(mount.path)/bytes"], environment: childEnvironment(), leadsGroup: true)
                defer { reader.signal(SIGKILL) }
                try wait(for: "the workers to be at work") { try mount.node(1).bytes > before }
                kill(try mount.serverPID, SIGKILL)
                try wait(for: "the workers of a killed server to end", within: 3) {
                    workers.allSatisfy { !$0.isAlive }
                }
            }
        }

        @Test func server_thatIsKilled_isReplacedOnTheSameMount() async throws {
            try await withMount { mount in
                let server = try mount.serverPID
                kill(server, SIGKILL)
                try wait(for: "another server to answer", within: 20) {
                    let status = try mount.status()
                    return status["state"] == "ready" && status["server_pid"] != "\(server)"
                }
                #expect(mount.holder.exit() == nil)
                #expect(MountTable.count(mount.path) == 1)
                #expect(try mount.run("head -c 100000 $MNT/bytes | wc -c") == "100000")
            }
        }

        @Test func everything_diesWithTheHolder() async throws {
            try await withMount { mount in
                let tree = Processes.tree(of: mount.holder.pid).dropFirst().compactMap(ProcessIdentity.init)
                #expect(tree.count == 4)
                mount.holder.signal(SIGKILL)
                try wait(for: "server and workers to end with the holder", within: 3) {
                    tree.allSatisfy { !$0.isAlive }
                }
                _ = try mount.holder.wait("the killed holder", within: 3)
                let outcome = try mount.outcome("alara status --at $MNT")
                expectRefusal(outcome, mentioning: "alara unmount")
                try mount.run("alara unmount $MNT")
                #expect(!MountTable.contains(mount.path))
            }
        }
    }
}
