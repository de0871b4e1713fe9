// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE

/// A place in the tree. Its inode is derived from it, so that one server's inodes mean the same to the next.
///
///     1 … 15                    fixed places
///     1 « 32 | id « 1           node/ID, and | 1 for node/ID/bytes
///     1 « 63 | serial « 21 | c  a looked-up name in sized/: c is the form's code, 0 for a range; the serial holds the
///                               server's epoch and a counter, so that no two look-ups of a mount share an inode
enum Node: Hashable {
    case root, bytes, bits, nodes, control, status, metrics
    case workers
    case worker(UInt64)
    case workerBytes(UInt64)
    case sized
    case sizedDirectory(String)
    case result(serial: UInt64, code: UInt64)

    private static let fixed: [Node] = [.root, .bytes, .bits, .nodes, .control, .status, .metrics, .workers, .sized]
    private static let firstDirectory: UInt64 = 16

    var inode: Inode {
        if let place = Self.fixed.firstIndex(of: self) { return Inode(rawValue: UInt64(place) + 1) }
        switch self {
        case .sizedDirectory(let name):
            let place = ResultForm.directories.firstIndex(of: name) ?? 0
            return Inode(rawValue: Self.firstDirectory + UInt64(place))
        case .worker(let id): return Inode(rawValue: 1 << 32 | id << 1)
        case .workerBytes(let id): return Inode(rawValue: 1 << 32 | id << 1 | 1)
        case .result(let serial, let code):
            return Inode(rawValue: 1 << 63 | serial << UInt64(ResultForm.codeBits) | code)
        default: return .root
        }
    }

    init?(_ inode: Inode) {
        let number = inode.rawValue
        if number >= 1, number <= Self.fixed.count {
            self = Self.fixed[Int(number) - 1]
        } else if number >= Self.firstDirectory, number < Self.firstDirectory + UInt64(ResultForm.directories.count) {
            self = .sizedDirectory(ResultForm.directories[Int(number - Self.firstDirectory)])
        } else if number >> 63 == 1 {
            let code = number & (1 << UInt64(ResultForm.codeBits) - 1)
            self = .result(serial: (number << 1) >> (1 + UInt64(ResultForm.codeBits)), code: code)
        } else if number >> 32 != 0 {
            let id = (number & ~(1 << 32)) >> 1
            self = number & 1 == 0 ? .worker(id) : .workerBytes(id)
        } else {
            return nil
        }
    }

    /// What stat(2) shows as the number: the same for all look-ups of one name, since cp and install compare it.
    var number: UInt64 {
        if case .result(_, let code) = self { return 1 << 24 | code }
        return inode.rawValue
    }

    var isDirectory: Bool {
        switch self {
        case .root, .workers, .worker, .sized, .sizedDirectory: true
        default: false
        }
    }

    var permissions: UInt32 {
        switch self {
        case _ where isDirectory: 0o555
        case .control: 0o600
        case .workerBytes: 0o400
        default: 0o444
        }
    }

    /// The file's name for metrics: a few kinds, whatever is read.
    var kind: String {
        switch self {
        case .bytes: "bytes"
        case .bits: "bits"
        case .workerBytes: "node"
        case .result: "sized"
        case .control: "control"
        default: "table"
        }
    }
}
