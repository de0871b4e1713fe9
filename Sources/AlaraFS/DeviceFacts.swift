// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import OpenSSL
internal import WorkerPool

/// What does not change while a server lives.
public struct DeviceFacts: Sendable {
    /// The owner of the tree.
    public var user: UInt32
    /// The group of the tree.
    public var group: UInt32
    /// The server's number in the life of the mount.
    public var epoch: UInt32
    /// Seconds since 1970 when the server started.
    public var time: Int
    /// The process that holds the mount.
    public var holder: Int32
    /// Who the workers run as.
    public var workerUser: String
    /// Whether `bytes` gives zeroes, for measurements.
    public var isFloor: Bool

    /// Lines of `status` beside the pool's own.
    var lines: [(key: String, value: String)] {
        (isFloor ? [("floor", "bytes gives zeroes: for measurements only")] : []) + [
            ("version", alaraVersion), ("openssl", Library.version), ("self_test", "passed"),
            ("mixing", WorkerPool.mixing),
            ("holder_pid", String(holder)), ("server_pid", String(CurrentProcess.pid)), ("epoch", String(epoch)),
            ("worker_user", workerUser),
        ]
    }
}

/// The version of this project.
public let alaraVersion = "0.1.0"
