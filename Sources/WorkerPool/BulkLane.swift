// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Synchronization

/// One of the lanes that the segments of a large read go through in turn. Several threads mix a segment's parts; the
/// one that ends the last of them frees the lane.
final class BulkLane: Sendable {
    private struct State {
        var exchange: Held<Collector.Exchange>?
        var collection: Collector.Collection?
        var partsLeft = 0
    }

    let collector: Collector
    private let state = Mutex(State())
    /// The segment that the lane carries, counted from 1.
    private let turn = FutexWord()

    init(_ collector: Collector) {
        self.collector = collector
    }

    /// Asks for a segment. Wakes no worker.
    /// - Returns: who was asked.
    func ask(segment: Int, _ target: Draw.Target, count: Int, parts: Int) -> [Member] {
        clear()
        let exchange = collector.post(target, count: count)
        let asked = exchange.asked
        let held = Held(exchange)
        state.withLock { state in
            state.exchange = held
            state.collection = nil
            state.partsLeft = parts
        }
        turn.store(UInt32(segment + 1))
        turn.wake()
        return asked
    }

    /// Has a segment that was asked for ahead carry this one of a read, which needs no more bytes.
    func adopt(segment: Int, parts: Int) {
        state.withLock { $0.partsLeft = parts }
        turn.store(UInt32(segment + 1))
        turn.wake()
    }

    /// The contributions to a segment; waits until the lane carries it and its answers are there. Nil when they are too
    /// few, or when `isGivenUp` says so while waiting.
    func contributions(
        segment: Int, _ target: Draw.Target, isGivenUp: () -> Bool
    ) -> Collector.Collection? {
        while true {
            let seen = turn.load()
            if seen == UInt32(segment + 1) { break }
            if isGivenUp() { return nil }
            turn.wait(while: seen)
        }
        return state.withLock { state in
            if let exchange = state.exchange?.take() {
                // Who is going to wait calls those who may not have heard of it yet.
                let isAnswered = collector.isAnswered(exchange)
                if !isAnswered { collector.call(exchange) }
                state.collection = collector.gather(exchange, anew: !isAnswered)
            }
            guard let collection = state.collection, collector.suffices(collection, for: target) else { return nil }
            return collection
        }
    }

    /// Whether no worker owes it an answer in time.
    var isSettled: Bool {
        state.withLock { $0.exchange?.with { collector.isSettled($0) } ?? true }
    }

    /// One part of the segment is done, and its contributions wiped. True for the last one.
    func finishPart() -> Bool {
        state.withLock { state in
            state.partsLeft -= 1
            guard state.partsLeft == 0 else { return false }
            // What was asked ahead may be more than the read needed.
            if let collection = state.collection { collector.wipe(collection) }
            state.collection = nil
            return true
        }
    }

    /// Lets nobody wait for a segment that will not come.
    func wakeAll() {
        turn.store(0)
        turn.wake()
    }

    /// Wipes what is there or still comes.
    func clear() {
        state.withLock { state in
            if let exchange = state.exchange?.take() { state.collection = collector.gather(exchange) }
            if let collection = state.collection { collector.wipe(collection) }
            state.exchange = nil
            state.collection = nil
        }
        turn.store(0)
    }
}
