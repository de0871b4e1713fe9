// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// An open file descriptor with one owner, closed when that owner ends.
public struct FileDescriptor: ~Copyable, Sendable {
    /// The number, valid while this value lives.
    public let rawValue: Int32

    /// Takes over an open descriptor.
    public init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        close(rawValue)
    }

    /// Gives up ownership: the caller closes the number.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }
}

extension FileDescriptor {
    /// How a file is opened; O_CLOEXEC is always added.
    public struct Mode: OptionSet, Sendable {
        /// The bits of open(2).
        public let rawValue: Int32
        /// A mode of these bits.
        public init(rawValue: Int32) { self.rawValue = rawValue }
        /// For reading.
        public static let read = Mode([])
        /// For reading and writing.
        public static let readWrite = Mode(rawValue: O_RDWR)
        /// A name to execute or to stat, without access to the contents.
        public static let path = Mode(rawValue: 0o10000000)
        /// Do not wait.
        public static let nonblocking = Mode(rawValue: O_NONBLOCK)
        /// Refuse a symbolic link as the last component.
        public static let noFollow = Mode(rawValue: O_NOFOLLOW)
        /// Do not become the controlling terminal.
        public static let noTerminal = Mode(rawValue: O_NOCTTY)
        /// Refuse anything but a directory.
        public static let directory = Mode(rawValue: O_DIRECTORY)
    }

    /// Opens a file.
    public static func open(_ path: String, _ mode: Mode) throws(Errno) -> FileDescriptor {
        FileDescriptor(owning: try checked(unsafe alara_open(path, mode.rawValue)))
    }

    /// A connected pair of stream sockets.
    public static func socketPair() throws(Errno) -> Ends {
        var numbers: [Int32] = [-1, -1]
        try checked(unsafe alara_socketpair(&numbers))
        return Ends(first: FileDescriptor(owning: numbers[0]), second: FileDescriptor(owning: numbers[1]))
    }

    /// A pipe; `first` is for reading.
    public static func pipe() throws(Errno) -> Ends {
        var numbers: [Int32] = [-1, -1]
        try checked(unsafe alara_pipe(&numbers))
        return Ends(first: FileDescriptor(owning: numbers[0]), second: FileDescriptor(owning: numbers[1]))
    }

    /// The two ends of a socket pair or a pipe.
    public struct Ends: ~Copyable {
        /// The one end; of a pipe the one to read from.
        public var first: FileDescriptor
        /// The other end; of a pipe the one to write to.
        public var second: FileDescriptor

        /// Gives both ends away.
        public consuming func take(_ body: (consuming FileDescriptor, consuming FileDescriptor) -> Void) {
            body(first, second)
        }
    }

    /// A second descriptor of the same open file.
    public func duplicate() throws(Errno) -> FileDescriptor {
        FileDescriptor(owning: try checkedErrno(fcntl(rawValue, F_DUPFD_CLOEXEC, 3)))
    }

    /// Reads up to the span's size; 0 at the end of the file. Retries when interrupted.
    public func read(into span: inout MutableRawSpan) throws(Errno) -> Int {
        while true {
            let got = unsafe span.withUnsafeMutableBytes { unsafe Glibc.read(rawValue, $0.baseAddress, $0.count) }
            if got >= 0 { return got }
            if errno != EINTR { throw Errno(rawValue: errno) }
        }
    }

    /// Reads up to `count` bytes; empty at the end of the file.
    public func read(count: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        var raw = unsafe span.mutableBytes
        let got = try read(into: &raw)
        bytes.removeLast(count - got)
        return bytes
    }

    /// Reads to the end of the file, `limit` bytes at most.
    public func readAll(limit: Int = 1 << 24) throws(Errno) -> [UInt8] {
        var all: [UInt8] = []
        while all.count < limit {
            let part = try read(count: min(65536, limit - all.count))
            if part.isEmpty { break }
            all += part
        }
        return all
    }

    /// Writes all bytes, retrying short writes and interruptions.
    public func writeAll(_ bytes: [UInt8]) throws(Errno) {
        var done = 0
        while done < bytes.count {
            let put = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(rawValue, $0.baseAddress?.advanced(by: done), $0.count - done)
            }
            if put >= 0 { done += put } else if errno != EINTR { throw Errno(rawValue: errno) }
        }
    }

    /// Turns O_NONBLOCK on or off for the open file.
    public func setNonblocking(_ on: Bool) throws(Errno) {
        try checked(alara_set_nonblocking(rawValue, on))
    }

    /// Sends an open file over a Unix socket (SCM_RIGHTS).
    public func send(_ descriptor: borrowing FileDescriptor) throws(Errno) {
        try checked(alara_send_descriptor(rawValue, descriptor.rawValue))
    }

    /// Receives an open file over a Unix socket (SCM_RIGHTS).
    public func receiveDescriptor() throws(Errno) -> FileDescriptor {
        FileDescriptor(owning: try checked(alara_receive_descriptor(rawValue)))
    }

    /// What a path's file is, as far as an entropy source may be one.
    public enum DeviceKind: Sendable {
        /// A character device.
        case characterDevice
        /// A named pipe.
        case fifo
        /// Anything else.
        case other
    }

    /// The kind of the open file.
    public func deviceKind() throws(Errno) -> DeviceKind {
        switch try checked(alara_device_kind(rawValue)) {
        case 1: .characterDevice
        case 2: .fifo
        default: .other
        }
    }
}
