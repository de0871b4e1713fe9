// SPDX-License-Identifier: Apache-2.0

import Channel
import Entropy
import Foundation
import Linux
import Testing

@testable import WorkerPool

/// One worker program, started by the test itself.
struct WorkerProcessTests {
    /// The program with a segment and a socket, as the pool starts it.
    private struct Started: ~Copyable {
        let server: ServerEnd
        let memory: SharedMemory
        let process: ChildProcess
        var socket: FileDescriptor

        init(_ words: [String] = ["openssl", "-", "-"]) throws {
            let segment = try ServerEnd.makeSegment()
            let server = try ServerEnd(segment)
            let memory = try SharedMemory(mapping: segment, size: SegmentLayout.size)
            var ends = try FileDescriptor.socketPair()
            let program = ChildProgram(
                .path(WorkerProgram.path), ["alara-worker"] + words,
                descriptors: [segment.rawValue, ends.second.rawValue])
            process = try program.spawn()
            socket = ends.takeFirst()
            self.server = server
            self.memory = memory
        }

        /// Its end; one that does not end is killed and fails the test.
        func end() throws -> Linux.ExitStatus {
            guard waitForReadable(process.descriptor, by: .after(milliseconds: 20_000)) else {
                process.signal(Signal.kill)
                _ = process.wait()
                throw Failure(description: "the worker did not end")
            }
            return process.wait()
        }

        func waitUntilRunning() throws {
            let server = self.server
            try WorkerPoolTests.wait(for: "the worker to be up") { server.state == .running }
        }

        func waitUntilAsleep() throws {
            let memory = self.memory
            // The word that says so stands at 12 (SegmentLayout).
            try WorkerPoolTests.wait(for: "the worker to sleep") { memory.load32(12) == 1 }
        }
    }

    private static func status(_ pid: Int32, _ key: String) throws -> String {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(key + ":") })
        return line.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces)
    }

    @Test func worker_whenItsSocketClosesWhileItSleeps_isKilled() throws {
        var worker = try Started()
        try worker.waitUntilRunning()
        try worker.waitUntilAsleep()
        worker.socket = FileDescriptor(owning: -1)
        let end = try worker.end()
        #expect(end == .signaled(9))
    }

    @Test func worker_whenItIsAskedToStop_exitsWell() throws {
        let worker = try Started()
        try worker.waitUntilRunning()
        worker.server.askToStop()
        let end = try worker.end()
        #expect(end == .exited(0))
    }

    @Test(arguments: [[], ["openssl"], ["openssl", "-"], ["junk", "-", "-"], ["openssl", "-", "-", "more"]])
    func worker_whenItsArgumentsAreWrong_exitsWithTwo(words: [String]) throws {
        let worker = try Started(words)
        let end = try worker.end()
        #expect(end == .exited(2))
        #expect(worker.server.state == .starting)
    }

    @Test func worker_whenTheSegmentIsOfAnotherLayout_exitsWithOne() throws {
        let segment = try SharedMemory.create(name: "test", size: SegmentLayout.size)
        let ends = try FileDescriptor.socketPair()
        let program = ChildProgram(
            .path(WorkerProgram.path), ["alara-worker", "openssl", "-", "-"],
            descriptors: [segment.rawValue, ends.second.rawValue])
        let process = try program.spawn()
        let hasEnded = waitForReadable(process.descriptor, by: .after(milliseconds: 20_000))
        let status = process.wait()
        #expect(hasEnded && status == .exited(1))
    }

    @Test(arguments: ["openssl", "kernel"])
    func worker_thatIsUp_answersAndSaysNothingOnItsSocketButItsState(kind: String) throws {
        let worker = try Started([kind, "-", "-"])
        try worker.waitUntilRunning()
        for count in [1, 32, 4096, 65536] {
            #expect(worker.server.post(lane: 0, count: count))
            worker.server.ring()
            #expect(worker.server.wait(lane: 0, until: .after(milliseconds: 20_000), step: 1000) == .complete)
        }
        let calls = try worker.socket.read(count: 64)
        #expect(calls == [1])
        worker.server.askToStop()
        let end = try worker.end()
        #expect(end == .exited(0))
    }

    @Test func worker_thatIsUp_isFilteredAndHasNoPrivileges() throws {
        let pool = try TestPool([.openssl, .kernel])
        for id in [1, 2] as [UInt64] {
            let pid = try pool.pid(id)
            #expect(try Self.status(pid, "Name") == "alara-worker")
            #expect(try Self.status(pid, "Seccomp") == "2")
            #expect(try Self.status(pid, "NoNewPrivs") == "1")
            #expect(try Self.status(pid, "Threads") == "1")
            for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
                #expect(try Self.status(pid, set) == "0000000000000000", "\(set)")
            }
        }
    }

    @Test func worker_ofRoot_isNobody() throws {
        try #require(CurrentProcess.user == 0, "only root can become another user: run the tests as root")
        let pool = try TestPool([.openssl])
        let pid = try pool.pid(1)
        for key in ["Uid", "Gid"] {
            #expect(try Self.status(pid, key).split(separator: "\t") == ["65534", "65534", "65534", "65534"])
        }
        #expect(try Self.status(pid, "Groups").isEmpty)
    }

    /// The segment is mapped and closed, the program's own file closed.
    @Test func worker_thatIsUp_hasItsDescriptorsAlone() throws {
        let pool = try TestPool([.openssl, .file(path: "/dev/urandom")])
        try wait(for: "the device to run") { pool.worker(2)?.state == .running }
        for (id, device) in [(1, []), (2, ["/dev/urandom"])] as [(UInt64, [String])] {
            let folder = "/proc/\(try pool.pid(id))/fd"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { Int($0) }.sorted()
            let targets = names.compactMap { CurrentProcess.linkTarget("\(folder)/\($0)") }
            #expect(targets.count == names.count)
            let own = targets.dropFirst(3).filter { !$0.hasPrefix("/memfd:alara-worker") }
            #expect(Array(targets.prefix(3)) == ["/dev/null", "/dev/null", "/dev/null"])
            #expect(own.count == 1 + device.count && own.first?.hasPrefix("socket:") == true, "\(targets)")
            #expect(Array(own.dropFirst()) == device)
            #expect(targets.count - 3 - own.count <= 1, "one segment: \(targets)")
        }
    }

    @Test func worker_thatIsUp_mapsOneSegmentWhichNoOtherMaps() throws {
        let pool = try TestPool()
        let segments = try ([1, 2, 3] as [UInt64]).map { id -> Set<Substring> in
            let maps = try String(contentsOfFile: "/proc/\(try pool.pid(id))/maps", encoding: .utf8)
            let lines = maps.split(separator: "\n").filter { $0.contains("/memfd:") }
            return Set(lines.compactMap { $0.split(separator: " ").dropFirst(4).first })
        }
        #expect(segments.map { $0.count } == [1, 1, 1])
        #expect(segments.reduce(into: Set<Substring>()) { $0.formUnion($1) }.count == 3)
    }

    @Test func worker_hasLimitsOfZero() throws {
        let pool = try TestPool([.openssl])
        let limits = try String(contentsOfFile: "/proc/\(try pool.pid(1))/limits", encoding: .utf8)
        for name in ["Max core file size", "Max processes", "Max file size"] {
            let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix(name) })
            #expect(line.dropFirst(name.count).split(separator: " ").prefix(2) == ["0", "0"], "\(name)")
        }
    }
}
