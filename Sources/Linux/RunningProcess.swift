// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// A process that need not be a child. It is this process for good: a number used again is another one.
public struct RunningProcess: ~Copyable, Sendable {
    /// Its id.
    public let pid: Int32
    /// Its pidfd: readable once it has ended.
    public let descriptor: FileDescriptor

    /// Takes hold of a process.
    /// - Throws: ESRCH when there is none.
    public init(pid: Int32) throws(Errno) {
        descriptor = FileDescriptor(owning: try checked(alara_pidfd_open(pid)))
        self.pid = pid
    }

    /// Sends a signal.
    /// - Throws: ESRCH when it has ended, EPERM when the caller may not.
    public func signal(_ number: Int32) throws(Errno) {
        try checked(alara_pidfd_signal(descriptor.rawValue, number))
    }

    /// Waits for its end; whether it came before the deadline.
    public func waitForEnd(by deadline: Deadline) -> Bool { waitForReadable(descriptor, by: deadline) }
}

/// Waits until the descriptor is readable or closed; whether that came before the deadline.
public func waitForReadable(_ descriptor: borrowing FileDescriptor, by deadline: Deadline) -> Bool {
    while true {
        let milliseconds = Int((deadline.remaining + 999_999) / 1_000_000)
        if !pollReadable([descriptor.rawValue], milliseconds: milliseconds)[0].isEmpty { return true }
        if deadline.hasPassed { return false }
    }
}
