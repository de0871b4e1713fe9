// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// Serves a command while no child is awaited.
    mutating func serve(_ command: SupervisorCommand<ID>, _ asker: CommandID) {
        switch command {
        case .startChild(let spec): startChild(spec, asker)
        case .deleteChild(let id): deleteChild(id, asker)
        case .restartChild(let id): restartChild(id, asker)
        case .terminateChild(let id): stopChild(id, .terminate(asker), asker)
        case .removeChild(let id): stopChild(id, .remove(asker), asker)
        case .bounceChild(let id): stopChild(id, .bounce(asker), asker)
        case .shutdown: stopNext(outcome: .shutdown, command: asker)
        }
    }

    private mutating func startChild(_ spec: ChildSpec<ID>, _ asker: CommandID) {
        if let index = index(of: spec.id) {
            let error: CommandError = live[index].state.isRunning ? .alreadyStarted : .alreadyPresent
            outbox.append(.reply(asker, .failed(error)))
        } else {
            live.insert(Entry(spec: spec, state: .pending), at: 0)
            beginStart(at: 0, .newChild(asker))
        }
    }

    private mutating func deleteChild(_ id: ID, _ asker: CommandID) {
        guard let index = terminatedChild(id, asker) else { return }
        live.remove(at: index)
        outbox.append(.reply(asker, .done))
    }

    private mutating func restartChild(_ id: ID, _ asker: CommandID) {
        guard let index = terminatedChild(id, asker) else { return }
        beginStart(at: index, .again(asker))
    }

    /// The place of a terminated child; otherwise the command is answered with what stands in its way.
    private mutating func terminatedChild(_ id: ID, _ asker: CommandID) -> Int? {
        guard let index = index(of: id) else {
            outbox.append(.reply(asker, .failed(.notFound)))
            return nil
        }
        switch live[index].state {
        case .terminated:
            return index
        case .restarting, .parked:
            outbox.append(.reply(asker, .failed(.restarting)))
        case .pending, .starting, .running, .stopping:
            outbox.append(.reply(asker, .failed(.running)))
        }
        return nil
    }

    private mutating func stopChild(_ id: ID, _ purpose: StopPurpose, _ asker: CommandID) {
        guard let index = index(of: id) else {
            outbox.append(.reply(asker, .failed(.notFound)))
            return
        }
        if beginStop(at: index, purpose) { finishStop(at: index, purpose) }
    }
}
