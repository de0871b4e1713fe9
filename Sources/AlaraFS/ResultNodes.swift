// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE
internal import Synchronization

/// The names of sized/ that the kernel holds: each look-up makes a node of its own, which is opened once.
final class ResultNodes: Sendable {
    private struct Entry {
        let form: ResultForm
        var lookups: UInt64 = 1
        var isOpened = false
    }

    private struct State {
        var entries: [Inode: Entry] = [:]
        var counter: UInt64 = 0
    }

    private static let counterBits: UInt64 = 26
    private static let epochMask: UInt64 = 0xFFFF
    private let epoch: UInt64
    private let state = Mutex(State())

    init(epoch: UInt32) {
        self.epoch = UInt64(epoch) & Self.epochMask
    }

    /// A node for a name that was just looked up.
    func make(_ form: ResultForm) -> Node {
        state.withLock { state in
            while true {
                state.counter = (state.counter + 1) & (1 << Self.counterBits - 1)
                let node = Node.result(serial: epoch << Self.counterBits | state.counter, code: form.code ?? 0)
                if state.entries[node.inode] == nil {
                    state.entries[node.inode] = Entry(form: form)
                    return node
                }
            }
        }
    }

    /// What the node is for; of a node of an earlier server what its code says.
    func form(of node: Node) -> ResultForm? {
        if let entry = state.withLock({ $0.entries[node.inode] }) { return entry.form }
        guard case .result(_, let code) = node else { return nil }
        return ResultForm(code: code)
    }

    /// Marks the node as opened. False when it was before, or is not known: the kernel then looks the path up again.
    func open(_ inode: Inode) -> Bool {
        state.withLock { state in
            guard let entry = state.entries[inode], !entry.isOpened else { return false }
            state.entries[inode]?.isOpened = true
            return true
        }
    }

    func forget(_ inode: Inode, count: UInt64) {
        state.withLock { state in
            guard var entry = state.entries[inode] else { return }
            entry.lookups -= min(count, entry.lookups)
            state.entries[inode] = entry.lookups == 0 ? nil : entry
        }
    }
}
