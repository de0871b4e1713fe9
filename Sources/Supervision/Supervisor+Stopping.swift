// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// Tells a running child to stop and waits for it.
    ///
    /// An exit already waiting in the mailbox is taken instead, as OTP's `monitor_child` takes it.
    /// - Returns: Whether the child is gone already, so that nothing has to be waited for.
    mutating func beginStop(at index: Int, _ purpose: StopPurpose) -> Bool {
        guard live[index].state.isRunning, !takeExit(at: index) else { return true }
        let entry = live[index]
        live[index].state = .stopping
        phase = .stopping(entry.spec.id, incarnation: entry.incarnation, purpose)
        outbox.append(.stop(entry.spec.id, incarnation: entry.incarnation, entry.spec.shutdown))
        return false
    }

    /// Takes the child's exit out of the mailbox, if it is there.
    private mutating func takeExit(at index: Int) -> Bool {
        let (id, incarnation) = (live[index].spec.id, live[index].incarnation)
        for (place, event) in mailbox.enumerated() {
            if case .exited(id, incarnation, let reason) = event {
                mailbox.remove(at: place)
                outbox.append(.report(.childStopped(id, incarnation: incarnation, reason)))
                return true
            }
        }
        return false
    }

    /// Takes the exit of the child being stopped and keeps the rest.
    mutating func hearWhileStopping(_ id: ID, _ incarnation: UInt64, _ purpose: StopPurpose, _ event: Event) {
        switch event {
        case .exited(id, incarnation, let reason):
            outbox.append(.report(.childStopped(id, incarnation: incarnation, reason)))
            guard let index = index(of: id) else { return }
            phase = .serving
            finishStop(at: index, purpose)
        case .begin, .started, .startFailed, .setMinimumRunning:
            break
        case .exited, .retry, .unpark, .command, .parentStop:
            mailbox.append(event)
        }
    }

    /// Goes on after a child is gone.
    mutating func finishStop(at index: Int, _ purpose: StopPurpose) {
        switch purpose {
        case .terminate(let command):
            settle(at: index)
            outbox.append(.reply(command, .done))
        case .remove(let command):
            live.remove(at: index)
            outbox.append(.reply(command, .done))
        case .bounce(let command):
            beginStart(at: index, .again(command))
        case .end(let outcome, let command):
            settle(at: index)
            stopNext(outcome: outcome, command: command)
        }
    }

    /// Stops the newest child that is not yet at rest, or ends when all are (`terminate_children`).
    mutating func stopNext(outcome: SupervisionOutcome<ID>, command: CommandID?) {
        while let index = live.firstIndex(where: { !$0.state.isSettled }) {
            guard beginStop(at: index, .end(outcome, command)) else { return }
            settle(at: index)
        }
        end(outcome, command)
    }

    /// Ends, and answers what nobody will serve any more.
    private mutating func end(_ outcome: SupervisionOutcome<ID>, _ command: CommandID?) {
        phase = .ended
        outbox.append(.ended(outcome))
        if let command { outbox.append(.reply(command, .done)) }
        let unserved = mailbox
        mailbox = []
        for event in unserved { refuse(event) }
    }
}
