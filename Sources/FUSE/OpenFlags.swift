// SPDX-License-Identifier: Apache-2.0

internal import CFUSE3

/// The flags of open(2) as the kernel passes them on.
public struct OpenFlags: RawRepresentable, Sendable {
    /// The bits.
    public let rawValue: Int32
    /// Flags of these bits.
    public init(rawValue: Int32) { self.rawValue = rawValue }
    /// Whether a read may not wait.
    public var isNonblocking: Bool { rawValue & O_NONBLOCK != 0 }
    /// Whether the file is open for reading.
    public var reads: Bool { rawValue & O_ACCMODE != O_WRONLY }
    /// Whether the file is open for writing.
    public var writes: Bool { rawValue & O_ACCMODE != O_RDONLY }
}
