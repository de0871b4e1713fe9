// SPDX-License-Identifier: Apache-2.0

/// How a child is brought to its end (OTP supervisor(3), `shutdown`).
///
/// In every case the host reports `exited` once the child is gone, and the supervisor waits for that report.
public enum Shutdown: Sendable, Equatable {
    /// Kill at once, without asking.
    case brutalKill
    /// Ask, wait this long, then kill.
    case timeout(milliseconds: Int)
    /// Ask and wait without limit.
    case infinity
}
