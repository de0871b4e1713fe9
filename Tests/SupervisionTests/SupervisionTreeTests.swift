// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// The root over the pool.
struct SupervisionTreeTests {
    typealias Tree = SupervisionTree<String>

    /// A tree whose host does at once whatever it is told, and counts.
    struct Automaton {
        var tree: Tree
        var log: [Tree.Action] = []
        /// Children whose starts fail.
        var failing: Set<String> = []

        init(_ ids: [String], parking: Parking? = nil, failing: Set<String> = []) throws {
            tree = try Tree(children: ids.map { ChildSpec(id: $0) }, parking: parking)
            self.failing = failing
            hear(.begin)
        }

        mutating func hear(_ event: Tree.Event, at now: Int = 0) {
            var queue = [event]
            while !queue.isEmpty {
                for action in tree.handle(queue.removeFirst(), at: now) {
                    log.append(action)
                    queue += answer(to: action)
                }
                #expect(tree.checkInvariants() == [])
            }
        }

        func answer(to action: Tree.Action) -> [Tree.Event] {
            switch action {
            case .start(let id, let incarnation):
                failing.contains(id)
                    ? [.startFailed(id, incarnation: incarnation, .crashed(status: 1))]
                    : [.started(id, incarnation: incarnation)]
            case .stop(let id, let incarnation, _): [.exited(id, incarnation: incarnation, .shutdown)]
            case .post(let event): [event]
            case .schedule, .reply, .report, .ended: []
            }
        }

        mutating func die(_ id: String, _ reason: ExitReason = .crashed(status: 1), at now: Int = 0) {
            let incarnation = tree.children.first { $0.spec.id == id }?.incarnation ?? 0
            hear(.exited(id, incarnation: incarnation, reason), at: now)
        }

        var outcome: SupervisionOutcome<String>? {
            for case .ended(let outcome) in log { return outcome }
            return nil
        }
    }

    @Test func begin_startsThePool() throws {
        let automaton = try Automaton(["a", "b"])
        #expect(automaton.log.contains(.report(.poolStarted)))
        #expect(automaton.tree.children.allSatisfy { $0.state == .running(since: 0) })
        #expect(automaton.tree.poolRestarts == 0)
    }

    @Test func pool_aboveItsIntensity_isRestartedAndCounted() throws {
        var automaton = try Automaton(["a", "b"])
        for _ in 1...11 { automaton.die("a") }
        #expect(automaton.log.contains(.report(.poolEnded(.reachedMaxRestartIntensity("a")))))
        #expect(automaton.log.contains(.report(.poolRestarting(restartsInWindow: 1))))
        #expect(automaton.tree.poolRestarts == 1)
        #expect(automaton.tree.children.map(\.restarts) == [11, 1])
        #expect(automaton.outcome == nil)
    }

    @Test func deaths_endTheTreeAtThe121st() throws {
        var automaton = try Automaton(["a", "b"])
        for death in 1...121 {
            #expect(automaton.outcome == nil, "before death \(death)")
            automaton.die("a")
        }
        #expect(automaton.outcome == .reachedMaxRestartIntensity("a"))
        #expect(automaton.log.contains(.report(.rootIntensityReached)))
    }

    @Test func deaths_ofOneParkedChild_neverReachTheRoot() throws {
        var automaton = try Automaton(["a", "b"], parking: Parking(minimumOthers: 1))
        for _ in 1...121 { automaton.die("a") }
        #expect(automaton.tree.poolRestarts == 0)
        #expect(automaton.tree.children.last?.state == .running(since: 0))
    }

    @Test func poolRestart_usesTheSpecsItHad() throws {
        var automaton = try Automaton(["a", "b"])
        automaton.hear(.command(CommandID(1), .startChild(ChildSpec(id: "c"))))
        automaton.hear(.command(CommandID(2), .removeChild("b")))
        for _ in 1...11 { automaton.die("a") }
        #expect(automaton.tree.poolRestarts == 1)
        #expect(automaton.tree.children.map(\.spec.id) == ["a", "c"])
        #expect(automaton.tree.children.allSatisfy { $0.state.isRunning })
    }

    @Test func firstStart_failing_endsTheTree() throws {
        let automaton = try Automaton(["a", "b"], failing: ["b"])
        #expect(automaton.outcome == .failedToStart("b", .crashed(status: 1)))
    }

    @Test func poolRestart_failing_isRetriedUpToTheRootsIntensity() throws {
        var automaton = try Automaton(["a", "b"])
        automaton.failing = ["b"]
        for _ in 1...11 { automaton.die("a") }
        #expect(automaton.outcome == .reachedMaxRestartIntensity("b"))
        let retries = automaton.log.count { $0 == .post(.retryPool) }
        #expect(retries == 10)
    }

    @Test func shutdown_stopsInReverseAndEnds() throws {
        var automaton = try Automaton(["a", "b"])
        automaton.hear(.command(CommandID(1), .shutdown))
        let stops: [String] = automaton.log.compactMap { if case .stop(let id, _, _) = $0 { id } else { nil } }
        #expect(stops == ["b", "a"])
        #expect(automaton.outcome == .shutdown)
        #expect(automaton.log.last == .reply(CommandID(1), .done))
    }

    @Test func shutdown_duringTheFirstStart_waitsForIt() throws {
        var tree = try Tree(children: [ChildSpec(id: "a")])
        _ = tree.handle(.begin, at: 0)
        #expect(tree.handle(.command(CommandID(1), .shutdown), at: 0) == [])
        let afterStart = tree.handle(.started("a", incarnation: 1), at: 0)
        #expect(afterStart.contains(.stop("a", incarnation: 1, .timeout(milliseconds: 5000))))
        let afterExit = tree.handle(.exited("a", incarnation: 1, .shutdown), at: 0)
        #expect(afterExit.contains(.ended(.shutdown)))
    }

    @Test func staleEvents_ofAnEarlierPool_areIgnored() throws {
        var automaton = try Automaton(["a", "b"])
        for _ in 1...11 { automaton.die("a") }
        let before = automaton.tree.children
        automaton.hear(.exited("b", incarnation: 2, .crashed(status: 1)))
        automaton.hear(.pool(generation: 1, .parentStop))
        automaton.hear(.pool(generation: 1, .retry("b")))
        automaton.hear(.retryPool)
        #expect(automaton.tree.children == before)
    }

    @Test func commands_whenThePoolIsDown_areAnswered() throws {
        var tree = try Tree(children: [])
        _ = tree.handle(.begin, at: 0)
        _ = tree.handle(.command(CommandID(1), .shutdown), at: 0)
        let answer = tree.handle(.command(CommandID(2), .restartChild("a")), at: 0)
        #expect(answer == [.reply(CommandID(2), .failed(.supervisorEnded))])
    }
}
