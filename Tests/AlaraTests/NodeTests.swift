// SPDX-License-Identifier: Apache-2.0

import Alara
import Foundation
import Glibc
import Linux
import Testing

/// The workers of a pool, and the changes of its membership.
struct NodeTests {
    private static func pool(_ workers: Int = 3, _ sources: [Source] = [], quorum: Int? = nil) throws -> EntropyPool {
        try EntropyPool(workers: workers, sources: sources, quorum: quorum, workerProgram: WorkerProgram.path)
    }

    @Test func nodes_ofANewPool_areAllRunning() throws {
        let pool = try Self.pool()
        let nodes = pool.nodes
        #expect(nodes.map(\.id) == [1, 2, 3])
        #expect(nodes.map(\.state) == ["running", "running", "running"])
        #expect(nodes.allSatisfy { $0.source == .openssl && $0.restarts == 0 && $0.contributedBytes == 0 })
        #expect(Set(nodes.compactMap(\.pid)).count == 3)
        for pid in nodes.compactMap(\.pid) {
            let name = try String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
            #expect(name == "alara-worker\n")
        }
    }

    @Test func nodes_afterARead_haveAllContributed() throws {
        let pool = try Self.pool()
        _ = try pool.randomBytes(count: 1 << 20)
        #expect(pool.nodes.allSatisfy { $0.contributedBytes >= 1 << 20 })
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 2), (5, 2)])
    func quorum_whenNoneIsGiven_isTwoAtTheMost(workers: Int, quorum: Int) throws {
        #expect(try Self.pool(workers).quorum == quorum)
    }

    @Test func addNode_givesOneMoreRunningWorkerWhichContributes() throws {
        let pool = try Self.pool(1)
        let id = try pool.addNode()
        #expect(id == 2)
        #expect(pool.nodes.map(\.state) == ["running", "running"])
        _ = try pool.randomBytes(count: 100_000)
        #expect(pool.nodes.allSatisfy { $0.contributedBytes > 0 })
    }

    @Test func addNode_ofEverySource_isUpAndContributes() throws {
        let pool = try Self.pool(1)
        var sources: [Source] = [.openssl, .kernel, .file("/dev/urandom")]
        if ProcessorSeed.isSupported { sources.append(.cpu) }
        for source in sources {
            let id = try pool.addNode(source: source)
            let node = try #require(pool.nodes.first { $0.id == id })
            #expect(node.source == source)
            // A device is waiting until its first bytes have been read.
            try wait(for: "\(source) to run") { pool.nodes.first { $0.id == id }?.state == "running" }
            #expect(try pool.randomBytes(count: 4096, fromNode: id).count == 4096)
        }
        _ = try pool.randomBytes(count: 32)
        #expect(pool.nodes.allSatisfy { $0.contributedBytes > 0 })
    }

    @Test func addNode_ofASourceThatDoesNotStart_failsAndChangesNothing() throws {
        let pool = try Self.pool()
        let before = pool.nodes
        let regular = try Regular()
        let link = try FIFO()
        try FileManager.default.createSymbolicLink(atPath: link.path + "-link", withDestinationPath: link.path)
        for path in ["/nonexistent/fifo", "/tmp", regular.path, link.path + "-link"] {
            let error = #expect(throws: EntropyError.self, "\(path)") { try pool.addNode(source: .file(path)) }
            guard case .failed(let reason) = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
            #expect(reason.contains(path))
        }
        #expect(pool.nodes.map(\.id) == before.map(\.id))
        #expect(pool.nodes.map(\.pid) == before.map(\.pid))
        #expect(try pool.randomBytes(count: 32).count == 32)
    }

    @Test func addNode_whenThePoolIsFull_isInvalid() throws {
        let pool = try Self.pool(64)
        #expect(throws: EntropyError.invalid("the pool is full: 64 workers")) { try pool.addNode() }
        #expect(pool.nodes.count == 64)
        #expect(try pool.randomBytes(count: 32).count == 32)
    }

    @Test func addNode_afterARemoval_usesNoIdAgain() throws {
        let pool = try Self.pool()
        try pool.removeNode(3)
        #expect(try pool.addNode() == 4)
        #expect(pool.nodes.map(\.id) == [1, 2, 4])
    }

    @Test func removeNode_endsItsProcess() throws {
        let pool = try Self.pool()
        let process = try Watched(try #require(pool.nodes[2].pid))
        try pool.removeNode(3)
        #expect(pool.nodes.map(\.id) == [1, 2])
        try process.waitUntilReaped()
        #expect(try pool.randomBytes(count: 32).count == 32)
    }

    @Test func removeNode_belowTheQuorum_isInvalid() throws {
        let pool = try Self.pool(2)
        let error = #expect(throws: EntropyError.self) { try pool.removeNode(1) }
        guard case .invalid(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("quorum of 2"))
        #expect(pool.nodes.count == 2)
    }

    @Test func removeAndRestartNode_whenThereIsNone_sayWhichId() throws {
        let pool = try Self.pool()
        #expect(throws: EntropyError.noSuchWorker(99)) { try pool.removeNode(99) }
        #expect(throws: EntropyError.noSuchWorker(0)) { try pool.restartNode(0) }
        try pool.removeNode(2)
        #expect(throws: EntropyError.noSuchWorker(2)) { try pool.removeNode(2) }
        #expect(throws: EntropyError.noSuchWorker(2)) { try pool.restartNode(2) }
    }

    @Test func restartNode_givesItAnotherProcess() throws {
        let pool = try Self.pool()
        let before = pool.nodes
        let process = try Watched(try #require(before[1].pid))
        try pool.restartNode(2)
        try process.waitUntilReaped()
        let after = pool.nodes
        #expect(after.map(\.id) == [1, 2, 3])
        #expect(after[1].pid != nil && after[1].pid != before[1].pid)
        #expect(after[0].pid == before[0].pid && after[2].pid == before[2].pid)
        #expect(after.map(\.state) == ["running", "running", "running"])
    }

    @Test func restartNode_keepsTheCountOfItsBytes() throws {
        let pool = try Self.pool()
        _ = try pool.randomBytes(count: 100_000)
        let before = pool.nodes[0].contributedBytes
        try pool.restartNode(1)
        #expect(pool.nodes[0].contributedBytes >= before)
        #expect(before >= 100_000)
    }

    @Test func setQuorum_withinThePool_isTaken() throws {
        let pool = try Self.pool()
        for number in [3, 1, 2] {
            try pool.setQuorum(number)
            #expect(pool.quorum == number)
            #expect(try pool.randomBytes(count: 33).count == 33)
        }
    }

    @Test(arguments: [4, 0, -1, Int.max])
    func setQuorum_outsideOfThePool_isInvalid(number: Int) throws {
        let pool = try Self.pool()
        let error = #expect(throws: EntropyError.self) { try pool.setQuorum(number) }
        guard case .invalid = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(pool.quorum == 2)
    }

    @Test(arguments: [0, 1, 33, 4096, 65537, 1 << 20])
    func randomBytesFromNode_givesAsManyAsAsked(count: Int) throws {
        let pool = try Self.pool()
        let first = try pool.randomBytes(count: count, fromNode: 2)
        let second = try pool.randomBytes(count: count, fromNode: 2)
        #expect(first.count == count && second.count == count)
        let differ = first != second
        if count >= 16 { #expect(differ) }
    }

    @Test func randomBytesFromNode_whenTheArgumentsAreWrong_isRefused() throws {
        let pool = try Self.pool()
        for count in [-1, (1 << 20) + 1, Int.max] {
            #expect(throws: EntropyError.invalid("a worker gives 0 to 1048576 bytes")) {
                try pool.randomBytes(count: count, fromNode: 1)
            }
        }
        #expect(throws: EntropyError.noSuchWorker(9)) { try pool.randomBytes(count: 1, fromNode: 9) }
        #expect(throws: EntropyError.noSuchWorker(9)) { try pool.randomBytes(count: 0, fromNode: 9) }
        try pool.removeNode(3)
        #expect(throws: EntropyError.noSuchWorker(3)) { try pool.randomBytes(count: 1, fromNode: 3) }
    }

    @Test func randomBytesFromNode_whenItWaits_timesOutThoughOthersRun() throws {
        let fifo = try FIFO()
        let pool = try Self.pool(2, [.file(fifo.path)])
        #expect(throws: EntropyError.timedOut) {
            try pool.randomBytes(count: 1, fromNode: 3, timeout: .milliseconds(50))
        }
        #expect(try pool.randomBytes(count: 32, timeout: .seconds(20)).count == 32)
    }
}

/// A regular file, which no source may be.
final class Regular: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/alara-unit-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(description: "no file in /tmp") }
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { unlink(path) }
}
