// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// A supervisor on the bench: events by child name, with the incarnation the machine gave last.
struct Bench {
    typealias Machine = Supervisor<String>

    var machine: Machine
    var now = 1000
    /// Events the machine has posted, oldest first.
    var posted: [Machine.Event] = []
    /// Events the machine has scheduled.
    var scheduled: [(event: Machine.Event, delay: Int)] = []
    /// All actions so far.
    var actions: [Machine.Action] = []

    init(
        _ ids: [String], restart: RestartPolicy = .permanent,
        intensity: RestartIntensity = .tenInFiveSeconds, parking: Parking? = nil
    ) throws {
        let specs = ids.map { ChildSpec(id: $0, restart: restart) }
        machine = try Machine(children: specs, intensity: intensity, parking: parking)
    }

    /// A bench whose children are all up.
    static func up(
        _ ids: [String], restart: RestartPolicy = .permanent,
        intensity: RestartIntensity = .tenInFiveSeconds, parking: Parking? = nil
    ) throws -> Bench {
        var bench = try Bench(ids, restart: restart, intensity: intensity, parking: parking)
        bench.hear(.begin)
        for id in ids { bench.come(up: id) }
        return bench
    }

    @discardableResult
    mutating func hear(_ event: Machine.Event) -> [Machine.Action] {
        let new = machine.handle(event, at: now)
        #expect(machine.checkInvariants() == [])
        for action in new {
            switch action {
            case .post(let event): posted.append(event)
            case .schedule(let event, let delay): scheduled.append((event, delay))
            default: break
            }
        }
        actions += new
        return new
    }

    @discardableResult
    mutating func come(up id: String) -> [Machine.Action] {
        hear(.started(id, incarnation: incarnation(of: id)))
    }

    @discardableResult
    mutating func fail(toStart id: String, _ reason: ExitReason = .crashed(status: 1)) -> [Machine.Action] {
        hear(.startFailed(id, incarnation: incarnation(of: id), reason))
    }

    @discardableResult
    mutating func die(_ id: String, _ reason: ExitReason = .crashed(status: 1)) -> [Machine.Action] {
        hear(.exited(id, incarnation: incarnation(of: id), reason))
    }

    @discardableResult
    mutating func ask(_ command: SupervisorCommand<String>, as id: UInt64 = 1) -> [Machine.Action] {
        hear(.command(CommandID(id), command))
    }

    /// Hands in the oldest posted event.
    @discardableResult
    mutating func deliverPosted() throws -> [Machine.Action] {
        try #require(!posted.isEmpty, "an event was posted")
        return hear(posted.removeFirst())
    }

    /// Hands in the newest scheduled event after its delay.
    @discardableResult
    mutating func fireTimer() throws -> [Machine.Action] {
        let last = scheduled.popLast()
        let timer = try #require(last, "a timer was scheduled")
        now += (timer.delay + 999) / 1000
        return hear(timer.event)
    }

    func incarnation(of id: String) -> UInt64 {
        machine.children.first { $0.spec.id == id }?.incarnation ?? 0
    }

    func state(of id: String) -> ChildState? {
        machine.children.first { $0.spec.id == id }?.state
    }

    /// How the machine ended, if it has.
    var outcome: SupervisionOutcome<String>? {
        for case .ended(let outcome) in actions { return outcome }
        return nil
    }

    /// The answer to a command.
    func reply(to id: UInt64 = 1) -> CommandResult? {
        for case .reply(CommandID(id), let result) in actions { return result }
        return nil
    }
}

extension Array where Element == Supervisor<String>.Action {
    /// The children started by these actions, in order.
    var starts: [String] {
        compactMap { if case .start(let id, _) = $0 { id } else { nil } }
    }

    /// The children stopped by these actions, in order.
    var stops: [String] {
        compactMap { if case .stop(let id, _, _) = $0 { id } else { nil } }
    }
}
