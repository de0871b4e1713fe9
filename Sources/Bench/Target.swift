// SPDX-License-Identifier: Apache-2.0

/// What is read from.
public enum Target: Hashable, Sendable {
    /// /dev/urandom.
    case urandom
    /// A mount of the same program that answers with constant bytes: what FUSE alone costs.
    case floor
    /// A device with so many workers.
    case device(workers: Int)

    /// In tables.
    public var title: String {
        switch self {
        case .urandom: "/dev/urandom"
        case .floor: "FUSE floor"
        case .device(let workers): "\(workers) workers"
        }
    }

    /// In JSON.
    public var key: String {
        switch self {
        case .urandom: "urandom"
        case .floor: "floor"
        case .device: "device"
        }
    }

    /// The size of the pool; nil where there is none.
    public var workers: Int? {
        if case .device(let workers) = self { workers } else { nil }
    }
}
