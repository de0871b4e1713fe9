// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// The runner: queueing, completions, actions performed through the host.
struct RunnerTests {
    /// Records what it is told; starts children at once when `isEager`.
    final class Recorder: ChildHost {
        typealias ID = String

        var calls: [String] = []
        var reports: [SupervisionReport<String>] = []
        var timers: [(event: SupervisionTree<String>.Event, delay: Int)] = []
        var isEager = true
        var onStart: (String, UInt64) -> Void = { _, _ in }

        func start(_ id: String, incarnation: UInt64) {
            calls.append("start \(id) \(incarnation)")
            if isEager { onStart(id, incarnation) }
        }
        func stop(_ id: String, incarnation: UInt64, shutdown: Shutdown) { calls.append("stop \(id) \(incarnation)") }
        func schedule(_ event: SupervisionTree<String>.Event, afterMilliseconds: Int) {
            timers.append((event, afterMilliseconds))
        }
        func ended(_ outcome: SupervisionOutcome<String>) { calls.append("ended \(outcome)") }
        func report(_ what: SupervisionReport<String>) { reports.append(what) }
    }

    static func runner(_ ids: [String], _ host: Recorder) throws -> Runner<Recorder> {
        let parking = Parking(minimumOthers: 0)
        let tree = try SupervisionTree(children: ids.map { ChildSpec(id: $0) }, parking: parking)
        let runner = Runner(tree: tree, host: host)
        host.onStart = { [unowned runner] id, incarnation in
            runner.feed(.started(id, incarnation: incarnation), at: 0)
        }
        return runner
    }

    @Test func begin_whenTheHostAnswersFromWithin_startsAll() throws {
        let host = Recorder()
        let runner = try Self.runner(["a", "b"], host)
        runner.begin(at: 0)
        #expect(host.calls == ["start a 1", "start b 2"])
        #expect(runner.children.map(\.state) == [.running(since: 0), .running(since: 0)])
        #expect(host.reports.last == .poolStarted)
    }

    @Test func command_completesOnce() throws {
        let host = Recorder()
        let runner = try Self.runner(["a"], host)
        runner.begin(at: 0)
        var results: [CommandResult] = []
        runner.command(.bounceChild("a"), at: 1) { results.append($0) }
        #expect(results == [])
        runner.feed(.exited("a", incarnation: 1, .shutdown), at: 1)
        #expect(results == [.done])
        #expect(host.calls == ["start a 1", "stop a 1", "start a 2"])
    }

    @Test func command_fromWithinACompletion_isQueued() throws {
        let host = Recorder()
        let runner = try Self.runner([], host)
        runner.begin(at: 0)
        var results: [CommandResult] = []
        runner.command(.removeChild("x"), at: 0) {
            results.append($0)
            runner.command(.startChild(ChildSpec(id: "x")), at: 0) { results.append($0) }
        }
        #expect(results == [.failed(.notFound), .done])
    }

    @Test func postedRetry_comesBehindAWaitingShutdown() throws {
        let host = Recorder()
        let runner = try Self.runner(["a"], host)
        runner.begin(at: 0)
        host.isEager = false
        runner.feed(.exited("a", incarnation: 1, .killed(signal: 9)), at: 0)
        var isDone = false
        runner.command(.shutdown, at: 0) { _ in isDone = true }
        runner.feed(.startFailed("a", incarnation: 2, .normal), at: 0)
        #expect(isDone && runner.hasEnded)
        #expect(host.calls == ["start a 1", "start a 2", "ended shutdown"])
    }

    @Test func timer_isGivenToTheHostAndFedBack() throws {
        let host = Recorder()
        let runner = try Self.runner(["a"], host)
        runner.begin(at: 0)
        runner.feed(.exited("a", incarnation: 1, .quarantined("RCT")), at: 0)
        let timer = try #require(host.timers.first)
        #expect(timer.delay == 100)
        runner.feed(timer.event, at: 1)
        #expect(runner.children.map(\.state) == [.running(since: 1)], "the answer from within carries the outer now")
    }
}
