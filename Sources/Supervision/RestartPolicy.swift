// SPDX-License-Identifier: Apache-2.0

/// When a child that has ended is started again (OTP supervisor(3), `restart`).
public enum RestartPolicy: Sendable, Equatable {
    /// Always, whatever the reason.
    case permanent
    /// After an abnormal end only: not after ``ExitReason/normal`` or ``ExitReason/shutdown``.
    case transient
    /// Never; the spec is dropped with the child.
    case temporary

    /// Whether a child under this policy is started again after ending for `reason`.
    public func restarts(after reason: ExitReason) -> Bool {
        switch self {
        case .permanent: true
        case .transient: reason != .normal && reason != .shutdown
        case .temporary: false
        }
    }
}
