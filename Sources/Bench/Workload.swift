// SPDX-License-Identifier: Apache-2.0

/// How a target is read: by so many threads at once, each with a descriptor of its own.
public struct Workload: Hashable, Sendable {
    /// Bytes a read.
    public var readSize: Int
    /// Threads.
    public var readers: Int

    /// So many readers of reads of this size.
    public init(readSize: Int, readers: Int) {
        self.readSize = readSize
        self.readers = readers
    }

    /// The size in words, for example "4 KiB".
    public static func name(ofSize bytes: Int) -> String {
        if bytes >= 1 << 20, bytes.isMultiple(of: 1 << 20) { return "\(bytes >> 20) MiB" }
        if bytes >= 1 << 10, bytes.isMultiple(of: 1 << 10) { return "\(bytes >> 10) KiB" }
        return "\(bytes) B"
    }
}
