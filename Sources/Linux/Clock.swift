// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The monotonic clock, in nanoseconds since an unnamed start (CLOCK_MONOTONIC).
public enum MonotonicClock {
    /// The time.
    public static var nanoseconds: Int64 {
        var time = timespec()
        // SAFETY: the C function fills the struct that it is given.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time in whole seconds, as OTP's supervisor counts restarts.
    public static var seconds: Int { Int(nanoseconds / 1_000_000_000) }
}

/// A moment on the monotonic clock by which a wait ends.
public struct Deadline: Sendable, Comparable {
    /// Nanoseconds of `MonotonicClock`.
    public let nanoseconds: Int64

    /// The moment this many milliseconds from now, or the last of the clock.
    public static func after(milliseconds: Int) -> Deadline {
        let (span, isTooLong) = Int64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
        let (moment, isTooLate) = MonotonicClock.nanoseconds.addingReportingOverflow(span)
        return Deadline(nanoseconds: isTooLong || isTooLate ? .max : moment)
    }

    /// A moment on the monotonic clock.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Nanoseconds left, 0 when it has passed.
    public var remaining: Int64 { max(0, nanoseconds - MonotonicClock.nanoseconds) }

    /// Whether it has passed.
    public var hasPassed: Bool { remaining == 0 }

    /// Orders by time.
    public static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}
