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
        var engine: BulkEngine?
        var hasEnded = false
    }

    private let membership: Membership
    private let state: Mutex<State>
    private let bell: Latch

    init(fillers: [Filler], engine: BulkEngine, membership: Membership) {
        self.membership = membership
        state = Mutex(State(idle: fillers, engine: engine))
        bell = Latch()
    }

    /// Serves the draw or lets it wait.
    func submit(_ draw: Draw) {
        switch admit(draw) {
        case .serve(let server): serve([draw], with: server)
        case .wait: break
        case .refuse(let outcome): draw.finish(outcome)
        }
    }

    /// What fills draws, lent to one thread.
    fileprivate enum Server {
        case small(Filler)
        case bulk(BulkEngine)
    }

    private enum Admission {
        case serve(Server)
        case wait
        case refuse(Draw.Outcome)
    }

    private func admit(_ draw: Draw) -> Admission {
        state.withLock { state in
            if state.hasEnded { return .refuse(.gone) }
            let can = readiness(draw.target)
            if can == .never { return .refuse(.gone) }
            if can == .now, let server = state.takeServer(forSmall: draw.isSmall) { return .serve(server) }
            if can == .later, !draw.mayWait { return .refuse(.wouldWait) }
            if draw.isCancelled { return .refuse(.cancelled) }
            draw.wait()
            state.enqueue(draw)
            return .wait
        }
    }

    private enum Readiness { case now, later, never }

    private func readiness(_ target: Draw.Target) -> Readiness {
        switch target {
        case .mixed: return membership.isReady ? .now : .later
        case .worker(let id):
            let snapshot = membership.snapshot
            if snapshot.active.contains(where: { $0.id == id }) { return .now }
            return snapshot.rows.contains { $0.id == id } ? .later : .never
        }
    }

    /// Serves draws until none of its kind is left that can be served, then gives the server back.
    private func serve(_ first: [Draw], with server: Server) {
        var draws = first
        while !draws.isEmpty {
            switch server {
            case .small(let filler):
                if !filler.fill(draws) { putBack(draws) }
                filler.prepare()
            case .bulk(let engine):
                if !engine.fill(draws[0]) { putBack(draws) }
            }
            draws = nextOrRelease(server)
        }
    }

    /// They could not be served now: those that may not wait end, the others go to the front. A draw of the batch that
    /// was finished before the rest failed ignores what comes second.
    private func putBack(_ draws: [Draw]) {
        for draw in draws where !draw.mayWait { draw.finish(.wouldWait) }
        let waiting = draws.filter { $0.mayWait && !$0.isFinished }
        for draw in waiting { draw.wait() }
        let hasEnded = state.withLock { state in
            if !state.hasEnded { for draw in waiting.reversed() where !draw.isCancelled { state.requeue(draw) } }
            return state.hasEnded
        }
        for draw in waiting {
            if hasEnded { draw.finish(.gone) } else if draw.isCancelled { draw.finish(.cancelled) }
        }
    }

    private func nextOrRelease(_ server: Server) -> [Draw] {
        let (draws, gone) = state.withLock { state -> ([Draw], [Draw]) in
            let gone = state.removeAll { readiness($0.target) == .never }
            let draws = state.hasEnded ? [] : state.takeBatch(server) { readiness($0.target) == .now }
            if draws.isEmpty { state.giveBack(server) }
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
            for isSmall in [true, false] {
                while let (server, draws) = nextForIdle(small: isSmall) { serve(draws, with: server) }
            }
        }
    }

    private func nextForIdle(small: Bool) -> (Server, [Draw])? {
        guard let server = state.withLock({ $0.takeServer(forSmall: small) }) else { return nil }
        let draws = nextOrRelease(server)
        return draws.isEmpty ? nil : (server, draws)
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

    fileprivate mutating func takeServer(forSmall isSmall: Bool) -> DrawQueue.Server? {
        if isSmall { return idle.popLast().map { .small($0) } }
        defer { engine = nil }
        return engine.map { .bulk($0) }
    }

    fileprivate mutating func giveBack(_ server: DrawQueue.Server) {
        switch server {
        case .small(let filler): idle.append(filler)
        case .bulk(let engine): self.engine = engine
        }
    }

    /// What this server can fill next: small draws of one target that fit into one collection, or one bulk draw.
    fileprivate mutating func takeBatch(_ server: DrawQueue.Server, where canServe: (Draw) -> Bool) -> [Draw] {
        guard case .small = server else {
            guard let next = bulk.firstIndex(where: canServe) else { return [] }
            return [bulk.remove(at: next)]
        }
        guard let first = small.firstIndex(where: canServe) else { return [] }
        let target = small[first].target
        var batch: [Draw] = []
        var room = Filler.room
        while first < small.count, small[first].target == target {
            let size = Mixer.contributionSize(for: small[first].count)
            if size > room { break }
            room -= size
            batch.append(small.remove(at: first))
        }
        return batch
    }
}
