// SPDX-License-Identifier: Apache-2.0

/// How a supervisor, or the tree, ended. All children are gone by then.
public enum SupervisionOutcome<ID: Hashable & Sendable>: Sendable, Equatable {
    /// It was told to.
    case shutdown
    /// This child did not come up in the first start.
    case failedToStart(ID, ExitReason)
    /// This child's restart was one more than the intensity allows.
    case reachedMaxRestartIntensity(ID)
}
