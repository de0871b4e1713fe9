// SPDX-License-Identifier: Apache-2.0

import Mixing
import Testing

/// The promise: block i of the output is SHA3-256(w0 ‖ w1[i] ‖ … ‖ wn[i]).
struct MixerTests {
    /// The mixer's output over the reference's first `workers` contributions.
    private static func mix(_ workers: Int, _ count: Int, of reference: Reference) throws -> [UInt8] {
        try mix(reference.own, Array(reference.contributions.prefix(workers)), count)
    }

    private static func mix(_ own: [UInt8], _ shares: [[UInt8]], _ count: Int) throws -> [UInt8] {
        var mixer = try Mixer()
        return try mix(&mixer, own, shares, count)
    }

    private static func mix(
        _ mixer: inout Mixer, _ own: [UInt8], _ shares: [[UInt8]], _ count: Int
    ) throws -> [UInt8] {
        let size = Mixer.contributionSize(for: count)
        let copies = shares.map { share in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
            copy.copyBytes(from: share.prefix(size))
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        var output = [UInt8](repeating: 0, count: count)
        try own.withUnsafeBytes { own in
            try output.withUnsafeMutableBytes { output in
                try mixer.mix(own: own, copies.map { UnsafeRawBufferPointer($0) }, into: output)
            }
        }
        return output
    }

    @Test(arguments: Reference.cases)
    func mix_equalsPythonsHashlib(of item: Reference.Case) throws {
        let reference = try Reference.shared.get()
        let output = try Self.mix(item.workers, item.count, of: reference)
        // Compared outside of the macro: a failure would print a mebibyte.
        let isEqual = output == reference.outputs[item]
        #expect(isEqual)
    }

    @Test(arguments: [1, 31, 33, 63, 4095])
    func mix_whenTheLastBlockIsPartial_isThePrefixOfTheWholeBlock(count: Int) throws {
        let reference = try Reference.shared.get()
        let whole = try Self.mix(3, Mixer.contributionSize(for: count), of: reference)
        #expect(try Self.mix(3, count, of: reference) == Array(whole.prefix(count)))
    }

    @Test func mix_dependsInABlockOnThatBlockOfEveryContributionAlone() throws {
        let reference = try Reference.shared.get()
        let before = try Self.mix(3, 128, of: reference)
        for worker in 0..<3 {
            for block in 0..<4 {
                for place in [0, 31] {
                    var shares = Array(reference.contributions.prefix(3))
                    shares[worker][32 * block + place] ^= 1
                    let after = try Self.mix(reference.own, shares, 128)
                    let changed = (0..<4).filter { before[32 * $0..<32 * $0 + 32] != after[32 * $0..<32 * $0 + 32] }
                    #expect(changed == [block], "worker \(worker), byte \(place) of block \(block)")
                }
            }
        }
    }

    @Test func mix_inAnotherOrderOfTheContributions_givesOtherBlocks() throws {
        let reference = try Reference.shared.get()
        let shares = Array(reference.contributions.prefix(3))
        let outputs = try [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map { order in
            try Self.mix(reference.own, order.map { shares[$0] }, 64)
        }
        #expect(Set(outputs).count == 6)
        #expect(Set(outputs.flatMap { [Array($0[..<32]), Array($0[32...])] }).count == 12)
    }

    @Test func mix_withAnotherOwnShare_givesOtherBlocks() throws {
        let reference = try Reference.shared.get()
        let shares = Array(reference.contributions.prefix(3))
        let outputs = try [0, 1, 31].map { place in
            var own = reference.own
            own[place] ^= 0x80
            return try Self.mix(own, shares, 64)
        }
        let all = outputs + [try Self.mix(reference.own, shares, 64)]
        #expect(Set(all.flatMap { [Array($0[..<32]), Array($0[32...])] }).count == 8)
    }

    @Test func mix_withEqualContributions_doesNotCancelThem() throws {
        let reference = try Reference.shared.get()
        let zero = [UInt8](repeating: 0, count: 32)
        let share = Array(reference.contributions[0].prefix(32))
        let outputs = try [[share, share], [zero, zero], [share], [zero], []].map {
            try Self.mix(reference.own, $0, 32)
        }
        #expect(Set(outputs).count == 5)
    }

    @Test func mix_whenTheMixerIsUsedAgain_givesTheSame() throws {
        let reference = try Reference.shared.get()
        let shares = Array(reference.contributions.prefix(2))
        var mixer = try Mixer()
        let first = try Self.mix(&mixer, reference.own, shares, 33)
        _ = try Self.mix(&mixer, shares[0].prefix(32) + [], [], 5)
        let second = try Self.mix(&mixer, reference.own, shares, 33)
        #expect(first == second)
    }

    @Test func mix_writesNothingBehindAPartialBlock() throws {
        let reference = try Reference.shared.get()
        var mixer = try Mixer()
        var output = [UInt8](repeating: 0xA5, count: 96)
        try reference.own.withUnsafeBytes { own in
            try reference.contributions[0].withUnsafeBytes { share in
                try output.withUnsafeMutableBytes { output in
                    try mixer.mix(own: own, [share], into: .init(rebasing: output[32..<65]))
                }
            }
        }
        #expect(output[..<32].allSatisfy { $0 == 0xA5 } && output[65...].allSatisfy { $0 == 0xA5 })
        #expect(Array(output[32..<65]) == reference.outputs[.init(workers: 1, count: 33)])
    }

    @Test(arguments: [(0, 0), (1, 32), (31, 32), (32, 32), (33, 64), (65537, 65568), (1 << 20, 1 << 20)])
    func contributionSize_isWholeBlocks(count: Int, size: Int) {
        #expect(Mixer.contributionSize(for: count) == size)
    }
}
