// SPDX-License-Identifier: Apache-2.0

import Alara
import BigInt
import Linux
import Testing

/// Mixed bytes, bits and numbers.
struct BytesTests {
    let pool: EntropyPool

    init() throws { pool = try EntropyPool(workers: 3, workerProgram: WorkerProgram.path) }

    @Test(arguments: [0, 1, 31, 32, 33, 4096, 4097, 65536, 65537, 1 << 20, 3 << 20])
    func randomBytes_givesAsManyAsAsked(count: Int) throws {
        let first = try pool.randomBytes(count: count)
        let second = try pool.randomBytes(count: count)
        #expect(first.count == count && second.count == count)
        let differ = first != second
        if count >= 16 { #expect(differ) }
    }

    @Test func randomBytes_overManyReads_repeatsNoBlock() throws {
        var seen: Set<[UInt8]> = []
        var blocks = 0
        for count in [32, 64, 4096, 8192, 1 << 20] + Array(repeating: 32, count: 500) {
            let bytes = try pool.randomBytes(count: count)
            for start in stride(from: 0, to: count, by: 32) { seen.insert(Array(bytes[start..<start + 32])) }
            blocks += count / 32
        }
        #expect(seen.count == blocks)
    }

    @Test func randomBytes_usesEveryByteValue() throws {
        #expect(Set(try pool.randomBytes(count: 65536)).count == 256)
    }

    @Test func randomBytes_whenTheCountIsNegative_isInvalid() {
        #expect(throws: EntropyError.invalid("cannot give -1 bytes")) { try pool.randomBytes(count: -1) }
    }

    @Test(arguments: [0, 1, 7, 8, 9, 1000])
    func randomBits_givesAsManyZeroesAndOnesAsAsked(count: Int) throws {
        let bits = try pool.randomBits(count: count)
        #expect(bits.count == count)
        #expect(bits.allSatisfy { $0 <= 1 })
        if count == 1000 { #expect(Set(bits).count == 2) }
    }

    @Test func randomBits_whenTheCountIsNegative_isInvalid() {
        #expect(throws: EntropyError.invalid("cannot give -8 bits")) { try pool.randomBits(count: -8) }
    }

    @Test func randomInt_ofEverySize_staysBelowItsPowerOfTwo() throws {
        for bits in Array(1...521) + [4096] {
            let number = try pool.randomInt(bits: bits)
            #expect(number < BigUInt(1) << bits, "\(bits) bits")
        }
    }

    @Test(arguments: [1, 2, 7, 8, 9, 31, 64, 65, 521, 4096])
    func randomInt_overManyDraws_setsEveryBit(bits: Int) throws {
        var seen = BigUInt(0)
        for _ in 0..<100 { seen |= try pool.randomInt(bits: bits) }
        #expect(seen == (BigUInt(1) << bits) - 1)
    }

    @Test(arguments: [0, -1])
    func randomInt_ofNoBits_isInvalid(bits: Int) {
        #expect(throws: EntropyError.invalid("a number of \(bits) bits has no value")) {
            try pool.randomInt(bits: bits)
        }
    }

    @Test func randomBytes_fromManyThreadsAtOnce_areAllRight() throws {
        let pool = self.pool
        let calls = try (0..<8).map { index in
            try Call { () throws -> [[UInt8]] in
                try (0..<100).map { try pool.randomBytes(count: $0 % 10 == 0 ? 100_000 : 32 + index) }
            }
        }
        var heads: Set<[UInt8]> = []
        for (index, call) in calls.enumerated() {
            let results = try call.get("a reader")
            for (round, bytes) in results.enumerated() {
                #expect(bytes.count == (round % 10 == 0 ? 100_000 : 32 + index))
                heads.insert(Array(bytes.prefix(32)))
            }
        }
        #expect(heads.count == 800)
    }

    @Test func randomBytes_whileWorkersAreKilled_failNever() throws {
        let pool = self.pool
        let over = Latch()
        let readers = try (0..<4).map { _ in
            try Call { () throws -> Int in
                var reads = 0
                while reads < 200 || !over.wait(until: .init(nanoseconds: 0)) {
                    for count in [1, 32, 33, 5000, 200_000] {
                        let bytes = try pool.randomBytes(count: count)
                        guard bytes.count == count else { throw Failure(description: "short read") }
                        reads += 1
                    }
                }
                over.open()
                return reads
            }
        }
        for round in 0..<3 {
            let victim = try #require(pool.nodes.first { $0.id == UInt64(round + 1) })
            let pid = try #require(victim.pid)
            try Watched(pid).kill()
            try wait(for: "worker \(victim.id) to be back") {
                let node = pool.nodes.first { $0.id == victim.id }
                return node?.state == "running" && node?.pid != pid && node?.restarts == 1
            }
        }
        over.open()
        for reader in readers { #expect(try reader.get("a reader") >= 200) }
        #expect(pool.nodes.map(\.restarts) == [1, 1, 1])
    }
}
