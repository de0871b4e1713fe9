// SPDX-License-Identifier: Apache-2.0

import Supervision

/// A random host around a tree: children come up, fail, die, linger and are told twice about, as the seed says.
struct World {
    typealias Tree = SupervisionTree<Int>

    struct Child: Hashable {
        let id: Int
        let incarnation: UInt64
    }

    var random: SplitMix64
    var tree: Tree
    var now = 0
    var starting: Child?
    var stopping: Child?
    var alive: Set<Child> = []
    var gone: [Child] = []
    /// Events the tree has posted, oldest first.
    var queue: [Tree.Event] = []
    var timers: [Tree.Event] = []
    var asked: UInt64 = 0
    var answers: [CommandID: Int] = [:]
    var ends = 0
    /// Times of the pool's counted restarts, by pool.
    var restarts: [Int] = []
    let intensity: RestartIntensity
    /// What did not hold.
    var faults: [String] = []
    /// How often a child was parked.
    var parkings = 0

    init(seed: UInt64, parking: Parking?) throws {
        random = SplitMix64(state: seed)
        let count = Int.random(in: 0...5, using: &random)
        intensity = RestartIntensity(
            restarts: .random(in: 0...10, using: &random), periodSeconds: .random(in: 1...5, using: &random))
        let policies: [RestartPolicy] = [.permanent, .permanent, .transient, .temporary]
        var specs: [ChildSpec<Int>] = []
        for id in 0..<count {
            specs.append(ChildSpec(id: id, restart: policies.randomElement(using: &random) ?? .permanent))
        }
        tree = try Tree(children: specs, intensity: intensity, parking: parking)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func require(_ holds: Bool, _ what: String) {
        if !holds { faults.append(what) }
    }

    /// Feeds an event and takes what the tree wants; checks all that must hold at any time.
    mutating func feed(_ event: Tree.Event) {
        for action in tree.handle(event, at: now) { take(action) }
        faults += tree.checkInvariants()
    }

    mutating func take(_ action: Tree.Action) {
        switch action {
        case .start(let id, let incarnation):
            require(starting == nil && stopping == nil, "one start or stop at a time")
            require(!alive.contains { $0.id == id }, "no child runs twice")
            starting = Child(id: id, incarnation: incarnation)
        case .stop(let id, let incarnation, _):
            require(starting == nil && stopping == nil, "one start or stop at a time")
            let child = Child(id: id, incarnation: incarnation)
            require(alive.contains(child), "only a living child is stopped")
            stopping = child
        case .post(let event): queue.append(event)
        case .schedule(let event, let delay):
            require((100...60_000).contains(delay), "a delay is within the rules")
            timers.append(event)
        case .reply(let id, _): answers[id, default: 0] += 1
        case .report(let report): note(report)
        case .ended:
            ends += 1
            require(alive.isEmpty, "no child outlives the tree")
        }
    }

    /// Holds the counted restarts against the intensity, by a count of its own.
    mutating func note(_ report: SupervisionReport<Int>) {
        let recent = restarts.count { $0 >= now - intensity.periodSeconds }
        switch report {
        case .restarting(_, let count):
            require(count == recent + 1 && count <= intensity.restarts, "restarts in the window are counted")
            restarts.append(now)
        case .intensityReached:
            require(recent == intensity.restarts, "it ends at the first restart too many and not before")
        case .poolEnded:
            restarts = []
        case .parked:
            parkings += 1
        default:
            break
        }
    }

    mutating func randomReason() -> ExitReason {
        let reasons: [ExitReason] = [
            .normal, .shutdown, .crashed(status: 1), .killed(signal: 11), .quarantined("RCT"),
        ]
        return reasons.randomElement(using: &random) ?? .normal
    }

    /// Ends a living child by itself.
    mutating func kill(_ child: Child) {
        alive.remove(child)
        gone.append(child)
        if stopping == child { stopping = nil }
        feed(.exited(child.id, incarnation: child.incarnation, randomReason()))
    }

    /// Answers the start or the stop under way.
    mutating func progress() {
        if let child = starting {
            starting = nil
            if chance(85) {
                alive.insert(child)
                feed(.started(child.id, incarnation: child.incarnation))
            } else {
                gone.append(child)
                feed(.startFailed(child.id, incarnation: child.incarnation, randomReason()))
            }
        } else if let child = stopping {
            kill(child)
        }
    }

    mutating func ask(_ command: SupervisorCommand<Int>) {
        asked += 1
        feed(.command(CommandID(asked), command))
    }

    mutating func askSomething() {
        let id = Int.random(in: 0...6, using: &random)
        let commands: [SupervisorCommand<Int>] = [
            .startChild(ChildSpec(id: id)), .startChild(ChildSpec(id: id, restart: .temporary)), .terminateChild(id),
            .deleteChild(id), .restartChild(id), .removeChild(id), .bounceChild(id),
        ]
        ask(commands.randomElement(using: &random) ?? .shutdown)
    }

    /// One random thing happens.
    mutating func step() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: progress()
        case 35..<55:
            if let child = alive.sorted(by: { $0.incarnation < $1.incarnation }).randomElement(using: &random) {
                kill(child)
            }
        case 55..<65: if !queue.isEmpty { feed(queue.removeFirst()) }
        case 65..<72: if !timers.isEmpty { feed(timers.remove(at: .random(in: timers.indices, using: &random))) }
        case 72..<82: askSomething()
        case 82..<90: now += .random(in: 0...3, using: &random)
        case 90..<94:
            if let old = gone.randomElement(using: &random) {
                feed(
                    chance(50)
                        ? .exited(old.id, incarnation: old.incarnation, .normal)
                        : .started(old.id, incarnation: old.incarnation))
            }
        case 94..<97: feed(.setMinimumRunning(.random(in: 0...4, using: &random)))
        default: feed(chance(50) ? .retryPool : .begin)
        }
    }

    /// Asks for a shutdown and lets everything under way come to its end.
    ///
    /// - Returns: Whether the tree ended within the bound.
    mutating func finish() -> Bool {
        ask(.shutdown)
        var bound = 10_000
        while !tree.hasEnded, bound > 0 {
            bound -= 1
            if starting != nil || stopping != nil {
                progress()
            } else if !queue.isEmpty {
                feed(queue.removeFirst())
            } else {
                return false
            }
        }
        return tree.hasEnded
    }
}
