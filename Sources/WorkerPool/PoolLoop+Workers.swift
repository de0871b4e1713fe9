// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Entropy
internal import Linux
internal import Logging
internal import Supervision
internal import Synchronization

// What a worker does, as the loop hears of it.
extension PoolLoop {
    /// It rang: its state stands in its segment.
    func heard(_ process: WorkerProcess) {
        guard process.readCalls() else { return }
        settle(process)
    }

    /// Counts it in or out by what it says it is, and tells the supervisor when it is up.
    func settle(_ process: WorkerProcess) {
        let member = process.member
        guard processes[member.id] === process, process.verdict == nil, !process.isStopping else { return }
        let state = member.end.state
        guard state == .running || state == .waiting else { return }
        if !process.isUp {
            process.isUp = true
            startFailures[member.id] = nil
            feed(.started(member.id, incarnation: member.incarnation))
            publish()
        }
        if state == .running { membership.join(member) } else { membership.leave(member) }
    }

    /// Its process has ended.
    func ended(_ process: WorkerProcess) {
        guard let status = process.process.statusIfEnded() else { return }
        let member = process.member
        member.end.markEnded()
        membership.leave(member)
        processes[member.id] = nil
        keepCount(of: member)
        if process.isUp {
            feed(.exited(member.id, incarnation: member.incarnation, reason(process, status)))
        } else {
            startFailures[member.id] = process.verdict ?? startFailure(member, status)
            feed(.startFailed(member.id, incarnation: member.incarnation, reason(process, status)))
        }
    }

    private func startFailure(_ member: Member, _ status: ExitStatus) -> String {
        member.end.state == .failed ? "\(member.end.failure)" : "\(status)"
    }

    private func reason(_ process: WorkerProcess, _ status: ExitStatus) -> ExitReason {
        if let verdict = process.verdict, process.isQuarantined { return .quarantined(verdict) }
        switch status {
        case .exited(0): return .normal
        case .exited(let status): return .crashed(status: status)
        case .signaled(let signal): return .killed(signal: signal)
        }
    }

    private func keepCount(of member: Member) {
        let count = member.contributed.load(ordering: .relaxed)
        membership.update { $0.past[member.id, default: 0] += count }
    }

    /// Ends a worker that cannot be trusted or does not answer.
    func kill(_ process: WorkerProcess, _ why: String) {
        guard process.verdict == nil else { return }
        process.verdict = why
        membership.leave(process.member)
        logger.warning("worker killed: \(why)", metadata: ["worker": "\(process.member.id)"])
        process.process.signal(Signal.kill)
    }

    // MARK: What drawing threads noticed

    /// It made no step in time: out of the reads at once, killed unless it answers soon.
    func stalled(_ member: Member, lane: Int, rounds: Int = PoolConfiguration.looks) {
        guard let process = processes[member.id], process.member === member else { return }
        if !member.end.isStalled(lane: lane) { return settle(process) }
        guard rounds > 0 else { return kill(process, "no answer in time") }
        timers.add(afterMilliseconds: PoolConfiguration.look) { [unowned self] in
            stalled(member, lane: lane, rounds: rounds - 1)
        }
    }

    /// Its answer was not one to the request.
    func lied(_ member: Member) {
        guard let process = processes[member.id], process.member === member else { return }
        process.isQuarantined = true
        kill(process, "answered what was not asked")
    }

    /// It said that its source is away; by now it may be back.
    func away(_ member: Member) {
        guard let process = processes[member.id], process.member === member else { return }
        settle(process)
    }

    // MARK: Publishing

    /// Publishes every worker as the supervisor has it.
    func publish() {
        let rows = runner.children.map(row)
        let ids = Set(rows.map(\.id))
        membership.update { state in
            state.rows = rows
            state.past = state.past.filter { ids.contains($0.key) }
        }
    }

    private func row(_ child: ChildInfo<UInt64>) -> Membership.Row {
        let process = processes[child.spec.id]
        return Membership.Row(
            id: child.spec.id, source: sources[child.spec.id] ?? .openssl, pid: process?.process.pid,
            state: state(child.state, process), since: process?.startedAt, restarts: child.restarts,
            member: process?.member)
    }

    private func state(_ state: ChildState, _ process: WorkerProcess?) -> WorkerReport.State {
        switch state {
        case .pending, .starting: .starting
        // A process that has ended while the supervisor is busy with another child: it will hear of it next.
        case .running where process == nil: .restarting
        case .running: process?.member.end.state == .waiting ? .waiting : .running
        case .restarting: .restarting
        case .parked: .parked
        case .stopping: .stopping
        case .terminated: .stopped
        }
    }
}
