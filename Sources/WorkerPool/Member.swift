// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Synchronization

/// A worker that is up, as the threads that read from it see it.
final class Member: Sendable {
    let id: UInt64
    let incarnation: UInt64
    let end: ServerEnd
    /// Bytes that went into output.
    let contributed = Atomic<UInt64>(0)

    init(id: UInt64, incarnation: UInt64, end: ServerEnd) {
        self.id = id
        self.incarnation = incarnation
        self.end = end
    }
}
