// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenSSL

/// SHA3-256 against NIST's CAVP vectors (sha-3bytetestvectors).
struct SHA3Tests {
    @Test(arguments: [("SHA3_256ShortMsg.rsp", 137), ("SHA3_256LongMsg.rsp", 100)])
    func digest_ofEveryCAVPMessage_isNISTs(file: String, count: Int) throws {
        let vectors = try Vectors.messages(of: file)
        #expect(vectors.count == count)
        var hash = try SHA3()
        for vector in vectors {
            let digest = try hash.digest(of: vector.message)
            #expect(digest.hex == vector.digest, "a message of \(vector.message.count) bytes")
        }
    }

    /// The Monte Carlo test: each count is 1,000 digests of digests, from the one before.
    @Test func digest_overAHundredThousandIterations_isNISTs() throws {
        let lines = try Vectors.lines(of: "SHA3_256Monte.rsp")
        let seed = try #require(lines.first { $0.key == "Seed" })
        let expected = lines.filter { $0.key == "MD" }.map(\.value)
        #expect(expected.count == 100)
        var hash = try SHA3()
        var digest = Vectors.bytes(seed.value)
        for (count, answer) in expected.enumerated() {
            for _ in 0..<1000 { digest = try hash.digest(of: digest) }
            try #require(digest.hex == answer, "COUNT = \(count)")
        }
    }

    @Test func update_inPieces_equalsTheWholeMessage() throws {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var hash = try SHA3()
        let whole = try hash.digest(of: message)
        for size in [1, 7, 135, 136, 137, 999] {
            try hash.begin()
            for start in stride(from: 0, to: message.count, by: size) {
                try message[start..<min(start + size, message.count)].withUnsafeBytes { try hash.update($0) }
            }
            var digest = [UInt8](repeating: 0, count: SHA3.size)
            try digest.withUnsafeMutableBytes { try hash.finish(into: $0) }
            #expect(digest == whole, "in pieces of \(size)")
        }
    }

    @Test func begin_whenAMessageIsUnderWay_dropsIt() throws {
        var hash = try SHA3()
        let empty = try hash.digest(of: [])
        try hash.begin()
        try [UInt8](repeating: 1, count: 100).withUnsafeBytes { try hash.update($0) }
        let again = try hash.digest(of: [])
        #expect(again == empty)
    }

    @Test func selfTest_passes() {
        #expect(SHA3.passesSelfTest())
    }
}
