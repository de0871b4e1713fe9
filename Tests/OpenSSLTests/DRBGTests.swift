// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenSSL

/// The generator and its known answer.
struct DRBGTests {
    @Test func selfTest_passes() {
        #expect(DRBG.passesSelfTest())
    }

    @Test func knownAnswer_equalsThatOfAnotherProgram() throws {
        let printed = try Python.output(of: Vectors.url("ctr_drbg.py"))
        #expect(printed == DRBG.expected + "\n")
        #expect(try DRBG.knownAnswer().hex == DRBG.expected)
    }

    @Test(arguments: [16, 32, 33, 4096, DRBG.largestRequest])
    func generate_twice_givesDifferentBytes(count: Int) throws {
        var generator = try DRBG()
        var first = [UInt8](repeating: 0, count: count)
        var second = first
        try first.withUnsafeMutableBytes { try generator.generate(into: $0) }
        try second.withUnsafeMutableBytes { try generator.generate(into: $0) }
        #expect(first != second)
        #expect(Set(first).count > 1)
    }

    @Test func generate_fillsTheRangeAndNothingElse() throws {
        var generator = try DRBG()
        var tail: Set<[UInt8]> = []
        for _ in 0..<4 {
            var bytes = [UInt8](repeating: 0xA5, count: 100)
            try bytes.withUnsafeMutableBytes { try generator.generate(into: .init(rebasing: $0[16..<84])) }
            #expect(bytes[..<16].allSatisfy { $0 == 0xA5 } && bytes[84...].allSatisfy { $0 == 0xA5 })
            tail.insert(Array(bytes[68..<84]))
        }
        #expect(tail.count == 4)
    }
}
