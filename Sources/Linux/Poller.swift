// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// What poll(2) reports of one descriptor.
public struct Readiness: OptionSet, Sendable {
    /// The bits of poll(2).
    public let rawValue: Int16
    /// A set of these bits.
    public init(rawValue: Int16) { self.rawValue = rawValue }
    /// Something to read, or the end.
    public static let readable = Readiness(rawValue: Int16(POLLIN))
    /// The other end is closed.
    public static let hungUp = Readiness(rawValue: Int16(POLLHUP))
    /// An error; of a FUSE device: the file system is unmounted.
    public static let error = Readiness(rawValue: Int16(POLLERR))
}

/// Waits until one of the descriptors is readable or closed.
/// - Parameter milliseconds: the limit, negative for none.
/// - Returns: one entry a descriptor, all empty when the limit passed or a signal came.
public func pollReadable(_ descriptors: [Int32], milliseconds: Int) -> [Readiness] {
    var set = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let limit = Int32(clamping: milliseconds)
    // SAFETY: the kernel writes into the array's own elements, as many as it has.
    guard unsafe poll(&set, nfds_t(set.count), limit) > 0 else { return descriptors.map { _ in [] } }
    return set.map { Readiness(rawValue: $0.revents) }
}

/// A bell that wakes a thread waiting in `pollReadable` (eventfd).
public struct Bell: ~Copyable, Sendable {
    /// To be polled.
    public let descriptor: FileDescriptor

    /// A silent bell.
    public init() throws(Errno) {
        descriptor = FileDescriptor(owning: try checked(alara_eventfd()))
    }

    /// Makes the descriptor readable.
    public func ring() {
        alara_eventfd_ring(descriptor.rawValue)
    }

    /// Makes it silent again.
    public func clear() {
        alara_eventfd_clear(descriptor.rawValue)
    }
}

/// Signals of this process as something to be polled (signalfd). Make it before any thread is started.
public struct SignalQueue: ~Copyable, Sendable {
    /// To be polled.
    public let descriptor: FileDescriptor

    /// Blocks the signals and collects them.
    public init(_ signals: [Int32]) throws(Errno) {
        descriptor = FileDescriptor(owning: try checked(unsafe alara_signalfd(signals, signals.count)))
    }

    /// The next signal, nil when none is waiting.
    public func next() -> Int32? {
        let signal = alara_signalfd_read(descriptor.rawValue)
        return signal > 0 ? Int32(signal) : nil
    }
}

/// Numbers of signal(7).
public enum Signal {
    /// Hang up.
    public static let hangUp = SIGHUP
    /// Interrupt, from the keyboard.
    public static let interrupt = SIGINT
    /// Kill, which cannot be caught.
    public static let kill = SIGKILL
    /// Stop, which cannot be caught.
    public static let stop = SIGSTOP
    /// Terminate.
    public static let terminate = SIGTERM
    /// Write on a broken pipe.
    public static let pipe = SIGPIPE

    /// Ignores a signal in this process.
    public static func ignore(_ number: Int32) {
        signal(number, SIG_IGN)
    }

    /// Sends a signal to a process by its id.
    public static func send(_ number: Int32, to process: Int32) throws(Errno) {
        try checkedErrno(Glibc.kill(process, number))
    }
}
