// SPDX-License-Identifier: Apache-2.0

import Foundation
import OpenSSL
import Testing

@testable import Mixing

/// Every implementation that this machine can run gives what OpenSSL gives.
struct ParallelHashTests {
    @Test func available_endsWithTheBaseline() {
        #expect(ParallelHash.available.last?.name == "baseline")
        #expect(Set(ParallelHash.available.map(\.name)).count == ParallelHash.available.count)
    }

    @Test(arguments: ParallelHash.available)
    func passesSelfTest(of hash: ParallelHash) {
        #expect(hash.passesSelfTest)
    }

    @Test(arguments: ParallelHash.available)
    func hash_of0To40Blocks_isOpenSSLs(by hash: ParallelHash) throws {
        for count in 1...64 {
            let messages = Messages(count: count, blocks: 40)
            let expected = try messages.expected()
            for blocks in 0...40 {
                let output = messages.output(of: hash, size: 32 * blocks)
                #expect(output == expected.prefix(32 * blocks), "\(count) contributions, \(blocks) blocks")
            }
        }
    }

    @Test(arguments: ParallelHash.available)
    func hash_of2048Blocks_isOpenSSLs(by hash: ParallelHash) throws {
        for count in [1, 3, 4, 16] {
            let messages = Messages(count: count, blocks: 2048)
            let isEqual = try messages.output(of: hash, size: 65536) == messages.expected()[...]
            #expect(isEqual, "\(count) contributions")
        }
    }

    @Test(arguments: ParallelHash.available)
    func hash_whenTheLastDigestIsCut_isOpenSSLs(by hash: ParallelHash) throws {
        for count in [0, 1, 3, 4] {
            let messages = Messages(count: count, blocks: 20)
            let expected = try messages.expected()
            for size in 0...640 {
                #expect(messages.output(of: hash, size: size) == expected.prefix(size), "\(count), \(size) bytes")
            }
        }
    }

    @Test(arguments: ParallelHash.available)
    func hash_ofUnalignedBuffers_isOpenSSLs(by hash: ParallelHash) throws {
        let messages = Messages(count: 5, blocks: 19)
        let expected = try messages.expected()
        for shift in 1..<64 {
            #expect(messages.output(of: hash, size: 608, shift: shift) == expected[...], "shifted by \(shift)")
        }
    }

    @Test(arguments: ParallelHash.available)
    func hash_whenTheBuffersTouchForbiddenPages_staysWithinThem(by hash: ParallelHash) throws {
        let own = try LonePage(), contribution = try LonePage(), output = try LonePage()
        for size in 1...300 {
            let whole = Mixer.contributionSize(for: size)
            let shares = [UnsafeRawBufferPointer](repeating: .init(contribution.last(whole)), count: 4)
            hash.hash(own: .init(own.last(32)), shares, into: output.last(size))
            let first = [UnsafeRawBufferPointer](repeating: .init(contribution.first(whole)), count: 4)
            hash.hash(own: .init(own.first(32)), first, into: output.first(size))
            // The page is zero but for the outputs, so both were over the same messages.
            #expect(Array(output.first(size)) == Array(output.last(size)))
        }
    }

    @Test(arguments: ["SHA3_256ShortMsg.rsp", "SHA3_256LongMsg.rsp"])
    func hash_ofCAVPsMessages(in file: String) throws {
        let vectors = try KnownAnswer.thatFit(in: file)
        #expect(vectors.count >= 3)
        for hash in ParallelHash.available {
            for vector in vectors {
                let pieces = stride(from: 32, to: vector.message.count, by: 32).map {
                    Array(vector.message[$0..<$0 + 32])
                }
                let messages = Messages(own: Array(vector.message[..<32]), contributions: pieces)
                #expect(messages.output(of: hash, size: 32) == vector.digest[...], "\(vector.message.count) bytes")
            }
        }
    }
}

/// What mixes is chosen by what was found, and said.
struct MixerImplementationTests {
    @Test func implementation_isTheBestOfThisMachine() {
        #expect(Mixer.implementation == ParallelHash.available.first?.name)
    }

    @Test func choice_whenThereIsNone() {
        #expect("\(MixerImplementation(of: nil))" == "OpenSSL: no other implementation")
    }

    @Test(arguments: ParallelHash.available)
    func choice_whenTheSelfTestFails(of hash: ParallelHash) {
        let choice = MixerImplementation(hash, passesSelfTest: false) { unsafe hash.hash(own: $0, $1, into: $2) }
        #expect("\(choice)" == "OpenSSL: \(hash.name) failed its self-test")
    }

    @Test(arguments: [1, 2, 3, 4, 5, 17], [0, 31, 256, 344])
    func choice_whenOneBitIsWrong(count: Int, place: Int) throws {
        let hash = try #require(ParallelHash.available.last)
        let choice = MixerImplementation(hash, passesSelfTest: true) { own, shares, output in
            hash.hash(own: own, shares, into: output)
            if shares.count == count { output[place] ^= 1 }
        }
        #expect("\(choice)" == "OpenSSL: baseline disagrees with OpenSSL for \(count) contributions")
    }

    @Test(arguments: ParallelHash.available)
    func choice_whenAllIsWell(of hash: ParallelHash) {
        #expect("\(MixerImplementation(of: hash))" == hash.name)
    }

    @Test func mix_byOpenSSL_givesTheSame() throws {
        var fallback = try Mixer(.openSSL(reason: "a test"))
        for (count, size) in [(1, 1), (2, 32), (3, 33), (4, 640), (16, 1000)] {
            let messages = Messages(count: count, blocks: 32)
            var output = [UInt8](repeating: 0, count: size)
            try messages.withPointers { own, shares in
                try output.withUnsafeMutableBytes { try fallback.mix(own: own, shares, into: $0) }
            }
            #expect(try output[...] == messages.expected().prefix(size))
        }
    }
}

/// w0 and the contributions of as many messages as they have blocks.
private struct Messages {
    let own: [UInt8]
    let contributions: [[UInt8]]

    init(own: [UInt8], contributions: [[UInt8]]) {
        self.own = own
        self.contributions = contributions
    }

    /// Contributions of random bytes.
    init(count: Int, blocks: Int) {
        own = Self.random(32)
        contributions = (0..<count).map { _ in Self.random(32 * blocks) }
        // Without contributions there is still w0.
        self.blocks = blocks
    }

    private var blocks = 1

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let words = (0..<(count + 7) / 8).map { _ in generator.next() }
        return words.withUnsafeBytes { Array($0.prefix(count)) }
    }

    /// Every block by OpenSSL.
    func expected() throws -> [UInt8] {
        var hash = try SHA3()
        var result: [UInt8] = []
        for start in stride(from: 0, to: 32 * blocks, by: 32) {
            result += try hash.digest(of: contributions.reduce(into: own) { $0 += $1[start..<start + 32] })
        }
        return result
    }

    /// The output, after a check that the bytes around it are as they were; every buffer lies `shift` bytes behind a
    /// multiple of 64.
    func output(of hash: ParallelHash, size: Int, shift: Int = 0) -> ArraySlice<UInt8> {
        let copies = ([own] + contributions).map { bytes in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + shift, alignment: 64)
            copy[shift...].copyBytes(from: bytes)
            return copy
        }
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 256, alignment: 64)
        defer { for buffer in copies + [output] { buffer.deallocate() } }
        output.copyBytes(from: repeatElement(0xA5, count: size + 256))
        let inputs = copies.map { UnsafeRawBufferPointer(rebasing: $0[shift...]) }
        let range = 128 + shift..<128 + shift + size
        hash.hash(own: inputs[0], Array(inputs[1...]), into: .init(rebasing: output[range]))
        let isAround =
            output[..<range.lowerBound].allSatisfy { $0 == 0xA5 }
            && output[range.upperBound...].allSatisfy { $0 == 0xA5 }
        #expect(isAround, "written outside of the \(size) bytes")
        return Array(output[range])[...]
    }

    /// Calls the body with w0 and the contributions.
    func withPointers<Result>(
        _ body: (UnsafeRawBufferPointer, [UnsafeRawBufferPointer]) throws -> Result
    ) rethrows -> Result {
        let joined = own + contributions.flatMap { $0 }
        return try joined.withUnsafeBytes { bytes in
            let each = 32 * blocks
            return try body(
                .init(rebasing: bytes[..<32]),
                contributions.indices.map { .init(rebasing: bytes[32 + $0 * each..<32 + ($0 + 1) * each]) })
        }
    }
}

/// A page of zeroes between two that may not be touched: a step out of it ends the test run with a signal.
private final class LonePage {
    private let start: UnsafeMutableRawPointer
    private let size = Int(sysconf(Int32(_SC_PAGESIZE)))

    init() throws {
        let pages = mmap(nil, 3 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        start = try #require(pages != MAP_FAILED ? pages : nil)
        try #require(mprotect(start + size, size, PROT_READ | PROT_WRITE) == 0)
    }

    deinit { munmap(start, 3 * size) }

    /// The first bytes of the page.
    func first(_ count: Int) -> UnsafeMutableRawBufferPointer { .init(start: start + size, count: count) }

    /// The last bytes of the page.
    func last(_ count: Int) -> UnsafeMutableRawBufferPointer { .init(start: start + 2 * size - count, count: count) }
}

/// A message of CAVP and its digest.
private struct KnownAnswer {
    let message: [UInt8]
    let digest: [UInt8]

    /// Those of a file of Tests/Vectors whose message is w0 and one or more whole contributions.
    static func thatFit(in file: String) throws -> [KnownAnswer] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Vectors/" + file), encoding: .utf8)
        var values: [String: String] = [:]
        var result: [KnownAnswer] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: " = ")
            guard parts.count == 2 else { continue }
            values[String(parts[0])] = String(parts[1])
            guard parts[0] == "MD", let bits = Int(values["Len"] ?? ""), bits >= 512, bits % 256 == 0 else { continue }
            let answer = KnownAnswer(message: bytes(values["Msg"] ?? ""), digest: bytes(String(parts[1])))
            try #require(answer.message.count == bits / 8 && answer.digest.count == 32)
            result.append(answer)
        }
        return result
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.utf8.map { UInt8(Character(UnicodeScalar($0)).hexDigitValue ?? 0) }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
