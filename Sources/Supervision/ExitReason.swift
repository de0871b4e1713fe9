// SPDX-License-Identifier: Apache-2.0

/// Why a child ended, or why its start failed, as the host has seen it.
public enum ExitReason: Sendable, Equatable {
    /// It ended by itself with success.
    case normal
    /// It ended because it was asked to.
    case shutdown
    /// It ended by itself with this exit status.
    case crashed(status: Int32)
    /// This signal ended it.
    case killed(signal: Int32)
    /// Its health tests failed; the text says which.
    case quarantined(String)

    /// Whether the health tests ended the child.
    var isQuarantine: Bool {
        if case .quarantined = self { true } else { false }
    }
}
