// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An error number of the kernel (`errno(3)`).
public struct Errno: Error, Equatable, Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The positive number, for example 2 for ENOENT.
    public let rawValue: Int32

    /// An error of this positive number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The C library's words for it, for example "No such file or directory".
    public var description: String {
        // SAFETY: strerror gives a terminated string that stays valid for a known number.
        guard let text = unsafe strerror(rawValue) else { return "error \(rawValue)" }
        return unsafe String(cString: text)
    }

    /// Operation not permitted.
    public static let notPermitted = Errno(rawValue: EPERM)
    /// No such file or directory.
    public static let noSuchFile = Errno(rawValue: ENOENT)
    /// No such process.
    public static let noSuchProcess = Errno(rawValue: ESRCH)
    /// Interrupted system call.
    public static let interrupted = Errno(rawValue: EINTR)
    /// Input/output error.
    public static let inputOutput = Errno(rawValue: EIO)
    /// Resource temporarily unavailable.
    public static let again = Errno(rawValue: EAGAIN)
    /// Permission denied.
    public static let accessDenied = Errno(rawValue: EACCES)
    /// Device or resource busy.
    public static let busy = Errno(rawValue: EBUSY)
    /// No such device.
    public static let noDevice = Errno(rawValue: ENODEV)
    /// Not a directory.
    public static let notDirectory = Errno(rawValue: ENOTDIR)
    /// Is a directory.
    public static let isDirectory = Errno(rawValue: EISDIR)
    /// Invalid argument.
    public static let invalid = Errno(rawValue: EINVAL)
    /// No space left on device.
    public static let noSpace = Errno(rawValue: ENOSPC)
    /// No buffer space available.
    public static let noBuffers = Errno(rawValue: ENOBUFS)
    /// Stale file handle.
    public static let stale = Errno(rawValue: ESTALE)
    /// Connection timed out.
    public static let timedOut = Errno(rawValue: ETIMEDOUT)
    /// Transport endpoint is not connected.
    public static let notConnected = Errno(rawValue: ENOTCONN)
    /// Argument list too long.
    public static let tooBig = Errno(rawValue: E2BIG)
    /// Broken pipe.
    public static let brokenPipe = Errno(rawValue: EPIPE)
    /// Function not implemented.
    public static let notImplemented = Errno(rawValue: ENOSYS)
    /// Not supported.
    public static let notSupported = Errno(rawValue: EOPNOTSUPP)
}

/// The one gate for results of CLinux: a negative one is thrown as the error that it names.
@discardableResult
func checked<Number: BinaryInteger>(_ result: Number) throws(Errno) -> Number {
    guard result >= 0 else { throw Errno(rawValue: Int32(0 - Int64(result))) }
    return result
}

/// The same gate for functions of the C library, which keep their error in `errno`.
@discardableResult
func checkedErrno<Number: BinaryInteger>(_ result: Number) throws(Errno) -> Number {
    guard result >= 0 else { throw Errno(rawValue: errno) }
    return result
}
