// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Linux

/// Memory for secrets, and memory that processes share.
struct MemoryTests {
    @Test func wipeOfAnArray_zeroesItsMemory() {
        var bytes = [UInt8](repeating: 0xAA, count: 1000)
        bytes.withUnsafeMutableBytes { range in
            // What is read afterwards is this very memory.
            #expect(range.allSatisfy { $0 == 0xAA })
        }
        let place = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        wipe(&bytes)
        bytes.withUnsafeBytes { range in
            #expect(UInt(bitPattern: range.baseAddress) == place, "the array was not copied")
            #expect(range.allSatisfy { $0 == 0 })
        }
        #expect(bytes.count == 1000)
        var empty: [UInt8] = []
        wipe(&empty)
    }

    @Test func secretBuffer_beginsZeroedAndLocked() throws {
        let buffer = try SecretBuffer(size: 8192)
        #expect(buffer.size == 8192)
        #expect(buffer.bytes(count: 8192).allSatisfy { $0 == 0 })
        #expect(UInt(bitPattern: buffer.bytes(count: 0).baseAddress) % 4096 == 0)
        #expect(buffer.isLocked)
    }

    @Test func secretBufferWipe_zeroesWhatWasNamed() throws {
        let buffer = try SecretBuffer(size: 4096)
        let bytes = buffer.bytes(count: 4096)
        bytes.initializeMemory(as: UInt8.self, repeating: 0xAA)
        buffer.wipe(count: 100)
        #expect(bytes.prefix(100).allSatisfy { $0 == 0 } && bytes.dropFirst(100).allSatisfy { $0 == 0xAA })
        buffer.wipe(count: .max)
        #expect(bytes.allSatisfy { $0 == 0 })
    }

    /// The page goes away with its owner, so a pipe holds on to it: vmsplice(2) puts the page itself into the pipe, and
    /// what is read from there afterwards is what the owner left in it.
    @Test func secretBufferDeinit_leavesZeroes() throws {
        let pipe = try FileDescriptor.pipe()
        var buffer: SecretBuffer? = try SecretBuffer(size: 4096)
        let bytes = try #require(buffer?.bytes(count: 4096))
        bytes.initializeMemory(as: UInt8.self, repeating: 0xAA)
        var part = iovec(iov_base: bytes.baseAddress, iov_len: 4096)
        try #require(try Self.vmsplice()(pipe.second.rawValue, &part, 1, 0) == 4096)
        #expect(bytes.allSatisfy { $0 == 0xAA })
        buffer = nil
        let left = try pipe.first.read(count: 4096)
        #expect(left.count == 4096)
        #expect(left.allSatisfy { $0 == 0 })
    }

    private typealias Vmsplice = @convention(c) (Int32, UnsafePointer<iovec>, Int, UInt32) -> Int

    /// vmsplice(2), which the module of the C library leaves out.
    private static func vmsplice() throws -> Vmsplice {
        unsafeBitCast(try #require(dlsym(nil, "vmsplice")), to: Vmsplice.self)
    }

    @Test func sharedMemory_isSeenThroughEveryMapping() throws {
        let descriptor = try SharedMemory.create(name: "test", size: 8192)
        let first = try SharedMemory(mapping: descriptor, size: 8192)
        let second = try SharedMemory(mapping: descriptor, size: 8192)
        first.store32(4, 7)
        #expect(second.load32(4) == 7)
        #expect(second.add32(4, .max) == 6)
        #expect(first.load32(4) == 6)
        second.store64(8192 - 8, .max)
        #expect(first.load64(8192 - 8) == .max)
        first.bytes(at: 100, count: 50).initializeMemory(as: UInt8.self, repeating: 9)
        #expect(second.bytes(at: 100, count: 50).allSatisfy { $0 == 9 })
        second.wipe(at: 110, count: 10)
        #expect(first.bytes(at: 110, count: 10).allSatisfy { $0 == 0 })
        #expect(first.bytes(at: 100, count: 10).allSatisfy { $0 == 9 })
        #expect(first.bytes(at: 120, count: 30).allSatisfy { $0 == 9 })
    }

    @Test func sharedMemoryLock_keepsTheContents() throws {
        let memory = try SharedMemory(mapping: try SharedMemory.create(name: "test", size: 65536), size: 65536)
        memory.store32(4096, 5)
        try memory.lock()
        try memory.lock(at: 4096, count: 4096)
        #expect(memory.load32(4096) == 5)
    }

    @Test func sharedMemory_outsideOfItsRange_endsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            let memory = try SharedMemory(mapping: try SharedMemory.create(name: "test", size: 8192), size: 8192)
            _ = memory.bytes(at: 8000, count: 193)
            exit(EXIT_SUCCESS)
        }
        await #expect(processExitsWith: .failure) {
            let memory = try SharedMemory(mapping: try SharedMemory.create(name: "test", size: 8192), size: 8192)
            _ = memory.load32(8192)
            exit(EXIT_SUCCESS)
        }
    }
}
