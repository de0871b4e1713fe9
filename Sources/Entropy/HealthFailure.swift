// SPDX-License-Identifier: Apache-2.0

/// What a contribution failed.
public enum HealthFailure: String, Hashable, Sendable, CaseIterable {
    /// One byte in a row too often.
    case repetitionCount = "repetition-count"
    /// One byte in a window too often.
    case adaptiveProportion = "adaptive-proportion"
    /// A block of 32 bytes equal to the one before it.
    case repeatedBlock = "repeated-block"
}
