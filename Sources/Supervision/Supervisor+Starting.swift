// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// Starts the oldest child that has not had its turn, or ends the first start (`start_children`).
    mutating func startNextInitial() {
        if let index = live.lastIndex(where: { $0.state == .pending }) {
            beginStart(at: index, .initial)
        } else {
            phase = .serving
            outbox.append(.up)
        }
    }

    /// Gives the child a new incarnation and waits for it to come up.
    mutating func beginStart(at index: Int, _ purpose: StartPurpose) {
        let incarnation = nextIncarnation
        nextIncarnation += 1
        live[index].incarnation = incarnation
        live[index].state = purpose == .restart ? .restarting : .starting
        phase = .starting(live[index].spec.id, incarnation: incarnation, purpose)
        outbox.append(.start(live[index].spec.id, incarnation: incarnation))
    }

    /// Takes the answer to the start under way and keeps the rest; an exit of the same incarnation is a failed start.
    mutating func hearWhileStarting(
        _ id: ID, _ incarnation: UInt64, _ purpose: StartPurpose, _ event: Event, at now: Int
    ) {
        switch event {
        case .started(id, incarnation):
            finishStart(of: id, purpose, at: now)
        case .startFailed(id, incarnation, let reason), .exited(id, incarnation, let reason):
            outbox.append(.report(.startFailed(id, incarnation: incarnation, reason)))
            failStart(of: id, purpose, reason, at: now)
        case .begin, .started, .startFailed, .setMinimumRunning:
            break
        case .exited, .retry, .unpark, .command, .parentStop:
            mailbox.append(event)
        }
    }

    private mutating func finishStart(of id: ID, _ purpose: StartPurpose, at now: Int) {
        guard let index = index(of: id) else { return }
        live[index].state = .running(since: now)
        live[index].starts += 1
        outbox.append(.report(.childStarted(id, incarnation: live[index].incarnation)))
        phase = .serving
        switch purpose {
        case .initial: startNextInitial()
        case .restart: break
        case .newChild(let command), .again(let command): outbox.append(.reply(command, .done))
        }
    }

    private mutating func failStart(of id: ID, _ purpose: StartPurpose, _ reason: ExitReason, at now: Int) {
        guard let index = index(of: id) else { return }
        phase = .serving
        switch purpose {
        case .initial where park(at: index, reason, at: now):
            startNextInitial()
        case .initial:
            settle(at: index)
            stopNext(outcome: .failedToStart(id, reason), command: nil)
        case .restart where park(at: index, reason, at: now):
            break
        case .restart:
            live[index].state = .restarting
            outbox.append(.post(.retry(id)))
        case .newChild(let command):
            live.remove(at: index)
            outbox.append(.reply(command, .failed(.startFailed(reason))))
        case .again(let command):
            settle(at: index)
            outbox.append(.reply(command, .failed(.startFailed(reason))))
        }
    }
}
