// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Linux

/// Open files with one owner.
struct FileDescriptorTests {
    /// A pipe's reader, which sees the end of the file when the last descriptor of the writing end is closed. No other
    /// thread can take that place, as it could take a number.
    private static func isClosed(_ reader: borrowing FileDescriptor) -> Bool {
        pollReadable([reader.rawValue], milliseconds: 0)[0].contains(.hungUp)
    }

    @Test func deinit_closes() throws {
        var ends = try FileDescriptor.pipe()
        let reader = ends.takeFirst()
        let before = Self.isClosed(reader)
        #expect(!before)
        ends.closeSecond()
        let after = Self.isClosed(reader)
        #expect(after)
    }

    @Test func release_leavesItOpenForTheCaller() throws {
        var ends = try FileDescriptor.pipe()
        let reader = ends.takeFirst()
        let copy = try ends.second.duplicate()
        ends.closeSecond()
        let number = copy.release()
        let before = Self.isClosed(reader)
        #expect(!before)
        #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
        close(number)
        let after = Self.isClosed(reader)
        #expect(after)
    }

    /// A second close would end a file that somebody else has opened meanwhile.
    @Test func deinit_closesOnce() async {
        await #expect(processExitsWith: .success) {
            var ends = try FileDescriptor.pipe()
            let number = ends.second.rawValue
            ends.closeSecond()
            guard fcntl(number, F_GETFD) < 0, errno == EBADF else { exit(1) }
            // The lowest free number is given again: what stands there now must stay.
            let null = try FileDescriptor.open("/dev/null", .read)
            guard dup2(null.rawValue, number) == number else { exit(2) }
            _ = ends.takeFirst()
            guard fcntl(number, F_GETFD) >= 0 else { exit(3) }
            exit(EXIT_SUCCESS)
        }
    }

    @Test func takeFirst_movesTheEndOut() throws {
        var ends = try FileDescriptor.pipe()
        let number = ends.first.rawValue
        let first = ends.takeFirst()
        #expect(first.rawValue == number)
        #expect(ends.first.rawValue == -1)
    }

    @Test func open_ofWhatIsNotThere_saysWhy() {
        #expect(throws: Errno.noSuchFile) { _ = try FileDescriptor.open("/nonexistent", .read) }
        #expect(throws: Errno.notDirectory) { _ = try FileDescriptor.open("/dev/null", .directory) }
        #expect(throws: Errno(rawValue: ELOOP)) { _ = try FileDescriptor.open("/proc/self/exe", .noFollow) }
    }

    @Test func everyDescriptor_isClosedOnExec() throws {
        let pipe = try FileDescriptor.pipe()
        let sockets = try FileDescriptor.socketPair()
        let file = try FileDescriptor.open("/dev/null", .readWrite)
        let copy = try file.duplicate()
        let memory = try SharedMemory.create(name: "test", size: 4096)
        let bell = try Bell()
        let numbers = [
            pipe.first.rawValue, pipe.second.rawValue, sockets.first.rawValue, sockets.second.rawValue, file.rawValue,
            copy.rawValue, memory.rawValue, bell.descriptor.rawValue,
        ]
        for number in numbers { #expect(fcntl(number, F_GETFD) == FD_CLOEXEC) }
    }

    @Test func writeAllAndReadAll_overAPipe_passEveryByte() throws {
        var ends = try FileDescriptor.pipe()
        let reader = ends.takeFirst()
        let writer = try ends.second.duplicate()
        ends.closeSecond()
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        let held = Held(writer)
        let thread = try Linux.Thread(name: "writer") {
            if let writer = held.take() { try? writer.writeAll(bytes) }
        }
        let all = try reader.readAll()
        thread.join()
        let isEqual = all == bytes
        #expect(isEqual)
        let rest = try reader.read(count: 10).isEmpty
        #expect(rest)
    }

    @Test func readAll_takesNoMoreThanTheLimit() throws {
        let file = try FileDescriptor.open("/dev/zero", .read)
        let isFull = try file.readAll(limit: 100_000).count == 100_000
        #expect(isFull)
    }

    @Test func read_whenItMayNotWait_saysSo() throws {
        let ends = try FileDescriptor.pipe()
        try ends.first.setNonblocking(true)
        #expect(throws: Errno.again) { try ends.first.read(count: 1) }
        try ends.first.setNonblocking(false)
        try ends.second.writeAll([7])
        let bytes = try ends.first.read(count: 10)
        #expect(bytes == [7])
    }

    @Test func send_givesTheOpenFileToTheOtherEnd() throws {
        let sockets = try FileDescriptor.socketPair()
        let pipe = try FileDescriptor.pipe()
        try sockets.first.send(pipe.second)
        let received = try sockets.second.receiveDescriptor()
        try received.writeAll([1, 2, 3])
        let bytes = try pipe.first.read(count: 10)
        #expect(bytes == [1, 2, 3])
        #expect(fcntl(received.rawValue, F_GETFD) == FD_CLOEXEC)
    }

    @Test func receiveDescriptor_ofNone_fails() throws {
        var sockets = try FileDescriptor.socketPair()
        try sockets.second.writeAll([0])
        #expect(throws: Errno.self) { _ = try sockets.first.receiveDescriptor() }
        sockets.closeSecond()
        #expect(throws: Errno.self) { _ = try sockets.first.receiveDescriptor() }
    }

    @Test func deviceKind_tellsDevicesAndPipesFromFiles() throws {
        let pipe = try FileDescriptor.pipe()
        let pipeKind = try pipe.first.deviceKind()
        #expect(pipeKind == .fifo)
        let sockets = try FileDescriptor.socketPair()
        let socketKind = try sockets.first.deviceKind()
        #expect(socketKind == .other)
        for (path, kind) in [
            ("/dev/null", FileDescriptor.DeviceKind.characterDevice), ("/", .other), ("/bin/sh", .other),
        ] {
            let file = try FileDescriptor.open(path, .read)
            let found = try file.deviceKind()
            #expect(found == kind, "\(path)")
        }
    }
}
