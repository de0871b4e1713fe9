// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenSSL

/// The library's state and the wiping of memory.
struct LibraryTests {
    @Test func start_twice_succeeds() throws {
        try Library.start()
        try Library.start()
    }

    @Test func version_namesOpenSSL() {
        #expect(Library.version.hasPrefix("OpenSSL 3."))
    }

    @Test func wipe_zeroesTheRangeAndNothingElse() {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 16)
        defer { memory.deallocate() }
        memory.copyBytes(from: [UInt8](repeating: 0xFF, count: 64))
        wipe(.init(rebasing: memory[16..<48]))
        #expect(memory[16..<48].allSatisfy { $0 == 0 })
        #expect(memory[..<16].allSatisfy { $0 == 0xFF } && memory[48...].allSatisfy { $0 == 0xFF })
    }

    @Test func wipe_whenTheRangeIsEmpty_doesNothing() {
        wipe(.init(start: nil, count: 0))
    }
}
