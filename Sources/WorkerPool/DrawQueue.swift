// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Mixing
internal import Synchronization

/// Who draws next. A draw that can be served at once is served on the submitting thread; one that cannot waits here,
/// at the price of its own object, no thread and no buffer. Small draws go before bulk.
///
/// Concurrency: a lock around a queue; draws are filled and finished outside of it. Fillers are lent to one thread at
/// a time, and there are fewer of them than receiving threads, so that commands and tables are always answered.
final class DrawQueue: Sendable {
    struct State {
        var small: [Draw] = []
        var bulk: [Draw] = []
        var idle: [Filler] = []
        var hasEnded = false
    }

    private let membership: Membership
    private let state: Mutex<State>
    private let bell: Latch

    init(fillers: [Filler], membership: Membership) {
        self.membership = membership
        state = Mutex(State(idle: fillers))
        bell = Latch()
    }

    /// Serves the draw or lets it wait.
    /// - Parameter isCancelled: asked under the lock before it is queued.
    func submit(_ draw: Draw, isCancelled: () -> Bool) {
        switch admit(draw, isCancelled) {
        case .serve(let filler): serve([draw], with: filler)
        case .wait: break
        case .refuse(let outcome): draw.finish(outcome)
        }
    }

    private enum Admission {
        case serve(Filler)
        case wait
        case refuse(Draw.Outcome)
    }

    private func admit(_ draw: Draw, _ isCancelled: () -> Bool) -> Admission {
        state.withLock { state in
            if state.hasEnded { return .refuse(.gone) }
            let can = readiness(draw.target)
            if can == .never { return .refuse(.gone) }
            if can == .now, let filler = state.idle.popLast() { return .serve(filler) }
            if can == .later, !draw.mayWait { return .refuse(.wouldWait) }
            if isCancelled() { return .refuse(.cancelled) }
            state.enqueue(draw)
            return .wait
        }
    }

    private enum Readiness { case now, later, never }

    private func readiness(_ target: Draw.Target) -> Readiness {
        let snapshot = membership.snapshot
        switch target {
        case .mixed: return snapshot.isReady ? .now : .later
        case .worker(let id):
            if snapshot.active.contains(where: { $0.id == id }) { return .now }
            return snapshot.rows.contains { $0.id == id } ? .later : .never
        }
    }

    /// Serves draws with this filler until none is left that can be served, then gives it back.
    private func serve(_ first: [Draw], with filler: Filler) {
        var draws = first
        while !draws.isEmpty {
            let done = draws.count == 1 && !draws[0].isSmall ? filler.fill(draws[0]) : filler.fillTogether(draws)
            if !done { putBack(draws) }
            draws = nextOrRelease(filler)
        }
    }

    /// They could not be served now: those that may not wait end, the others go to the front. A draw of the batch that
    /// was finished before the rest failed ignores what comes second.
    private func putBack(_ draws: [Draw]) {
        for draw in draws where !draw.mayWait { draw.finish(.wouldWait) }
        let waiting = draws.filter { $0.mayWait && !$0.isFinished }
        state.withLock { state in for draw in waiting.reversed() { state.requeue(draw) } }
    }

    private func nextOrRelease(_ filler: Filler) -> [Draw] {
        let (draws, gone) = state.withLock { state -> ([Draw], [Draw]) in
            let gone = state.removeAll { readiness($0.target) == .never }
            let draws = state.hasEnded ? [] : state.takeBatch { readiness($0.target) == .now }
            if draws.isEmpty { state.idle.append(filler) }
            return (draws, gone)
        }
        for draw in gone { draw.finish(.gone) }
        return draws
    }

    /// Ends a draw that waits. One that is being filled is left alone.
    func cancel(_ token: UInt64) {
        let found = state.withLock { $0.removeAll { $0.token == token } }
        for draw in found { draw.finish(.cancelled) }
    }

    /// The pool has changed: what waits may be served now. Called from any thread, does not serve by itself.
    func poolChanged() {
        let isWaiting = state.withLock { !$0.small.isEmpty || !$0.bulk.isEmpty }
        if isWaiting { bell.open() }
    }

    /// Serves what waited when the pool changes, until the queue ends. For one thread.
    func drain() {
        while !state.withLock({ $0.hasEnded }) {
            bell.wait()
            while let (filler, draws) = nextForIdle() { serve(draws, with: filler) }
        }
    }

    private func nextForIdle() -> (Filler, [Draw])? {
        guard let filler = state.withLock({ $0.idle.popLast() }) else { return nil }
        let draws = nextOrRelease(filler)
        return draws.isEmpty ? nil : (filler, draws)
    }

    /// Ends all draws that wait, and all that come.
    func end() {
        let left = state.withLock { state -> [Draw] in
            state.hasEnded = true
            return state.removeAll { _ in true }
        }
        for draw in left { draw.finish(.gone) }
        bell.open()
    }
}

extension DrawQueue.State {
    mutating func enqueue(_ draw: Draw) {
        if draw.isSmall { small.append(draw) } else { bulk.append(draw) }
    }

    mutating func requeue(_ draw: Draw) {
        if draw.isSmall { small.insert(draw, at: 0) } else { bulk.insert(draw, at: 0) }
    }

    mutating func removeAll(where matches: (Draw) -> Bool) -> [Draw] {
        let found = small.filter(matches) + bulk.filter(matches)
        if !found.isEmpty {
            small.removeAll(where: matches)
            bulk.removeAll(where: matches)
        }
        return found
    }

    /// Small draws of one target that fit into one collection, else one bulk draw.
    mutating func takeBatch(where canServe: (Draw) -> Bool) -> [Draw] {
        guard let first = small.firstIndex(where: canServe) else {
            guard let next = bulk.firstIndex(where: canServe) else { return [] }
            return [bulk.remove(at: next)]
        }
        let target = small[first].target
        var batch: [Draw] = []
        var room = 65536
        while first < small.count, batch.count < 256, small[first].target == target {
            let size = Mixer.contributionSize(for: small[first].count)
            if size > room { break }
            room -= size
            batch.append(small.remove(at: first))
        }
        return batch
    }
}
