// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE
internal import Linux
internal import Synchronization

/// What open files hold: snapshots of tables, results of sized/, the unfinished lines of control. Endless files hold
/// nothing. Bounded in all and for each user.
final class Handles: Sendable {
    /// Bytes that handles hold at the most, in all and of one user.
    static let limit = 64 << 20
    static let userLimit = 4 << 20

    enum Content: Sendable {
        /// A table as it was when it was opened.
        case table([UInt8])
        /// A result, nil before its first read.
        case result(ResultForm, [UInt8]?)
        /// The lines of a writer, and the text for a reader.
        case control(ControlLines, text: [UInt8])

        /// Bytes of a table's text.
        var size: Int {
            switch self {
            case .table(let text), .control(_, let text): text.count
            case .result: 0
            }
        }
    }

    fileprivate struct Entry {
        var content: Content
        let user: UInt32
        let charge: Int
    }

    fileprivate struct State {
        var entries: [UInt64: Entry] = [:]
        var counter: UInt64 = 0
        var held = 0
        var heldByUser: [UInt32: Int] = [:]
    }

    private let epoch: UInt64
    private let state = Mutex(State())

    init(epoch: UInt32) {
        self.epoch = UInt64(epoch)
    }

    /// Bytes charged for an open file beside what it holds.
    static let overhead = 256

    /// A number for an open file that holds nothing.
    func number() -> UInt64 {
        state.withLock { $0.next(epoch, size: 0) }
    }

    /// Bytes of the table that the number's open took a snapshot of: after a takeover all that is left of it.
    static func size(_ number: UInt64) -> UInt64 { number >> 28 & 0xF_FFFF }

    /// Keeps content of at most `size` bytes for a new open file; nil when that would be more than may be held.
    func open(_ content: Content, size: Int, user: UInt32) -> UInt64? {
        let charge = size + Self.overhead
        return state.withLock { state in
            let ofUser = state.heldByUser[user, default: 0]
            guard state.held + charge <= Self.limit, ofUser + charge <= Self.userLimit else { return nil }
            let number = state.next(epoch, size: content.size)
            state.held += charge
            state.heldByUser[user] = ofUser + charge
            state.entries[number] = Entry(content: content, user: user, charge: charge)
            return number
        }
    }

    /// What an open file holds; nil when an earlier server opened it.
    func content(_ number: UInt64) -> Content? {
        state.withLock { $0.entries[number]?.content }
    }

    /// Keeps a result, unless one is there already; the one that is kept.
    func keep(_ result: [UInt8], for number: UInt64) -> [UInt8] {
        state.withLock { state in
            guard case .result(let form, let old) = state.entries[number]?.content else { return result }
            if let old { return old }
            state.entries[number]?.content = .result(form, result)
            return result
        }
    }

    /// Works on the unfinished lines of an open control; one that an earlier server opened begins anew.
    func withLines<Result>(
        _ number: UInt64, _ body: (inout ControlLines) throws(ControlError) -> Result
    ) throws(ControlError) -> Result {
        try state.withLock { (state) throws(ControlError) -> Result in
            guard case .control(var lines, let text) = state.entries[number]?.content else {
                var lines = ControlLines()
                return try body(&lines)
            }
            defer { state.entries[number]?.content = .control(lines, text: text) }
            return try body(&lines)
        }
    }

    /// Lets go of what an open file held, wiping results.
    func close(_ number: UInt64) {
        let entry = state.withLock { state -> Entry? in
            guard let entry = state.entries.removeValue(forKey: number) else { return nil }
            state.held -= entry.charge
            state.heldByUser[entry.user, default: 0] -= entry.charge
            if state.heldByUser[entry.user] == 0 { state.heldByUser[entry.user] = nil }
            return entry
        }
        if case .result(_, var result?) = entry?.content { wipe(&result) }
    }
}

extension Handles.State {
    /// The server's epoch, the size of a table, and a counter that skips what is open.
    mutating func next(_ epoch: UInt64, size: Int) -> UInt64 {
        while true {
            counter = (counter + 1) & 0xFFF_FFFF
            let number = epoch << 48 | UInt64(size & 0xF_FFFF) << 28 | counter
            if entries[number] == nil { return number }
        }
    }
}
