// SPDX-License-Identifier: Apache-2.0

/// Names a command so that its answer can be told from others; chosen by the asker and unique among open commands.
public struct CommandID: Hashable, Sendable {
    /// The number itself.
    public let rawValue: UInt64

    /// Names a command by this number.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
