// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// The invariants that do not hold after the last transition; empty when all is well.
    ///
    /// Debug builds assert it after every transition.
    public func checkInvariants() -> [String] {
        var broken: [String] = []
        func require(_ holds: Bool, _ what: @autoclosure () -> String) {
            if !holds { broken.append(what()) }
        }
        require(Set(live.map(\.spec.id)).count == live.count, "ids are unique")
        require(live.allSatisfy { $0.incarnation < nextIncarnation }, "incarnations lie below the next")
        require(zip(history.times, history.times.dropFirst()).allSatisfy(>=), "restart times are newest first")
        require(history.times.count <= history.intensity.restarts + 1, "at most one restart above the intensity")
        require(live.allSatisfy(parkedByRule), "a parked child has its delay within the rules")
        require(phaseHolds, "children fit the phase \(phase): \(live.map(\.state))")
        require(mailbox.isEmpty || (phase != .serving && phase != .ended), "no event waits unserved")
        return broken
    }

    private func parkedByRule(_ entry: Entry) -> Bool {
        guard case .parked(_, let delay) = entry.state else { return true }
        guard let rules = parking, entry.spec.restart != .temporary else { return false }
        return delay == entry.backoff.delay && delay >= rules.firstDelayMilliseconds
            && delay <= rules.maximumDelayMilliseconds
    }

    /// Which states the children may have in this phase.
    private var phaseHolds: Bool {
        let others: (ID) -> Bool = { id in
            live.allSatisfy { $0.spec.id == id || ($0.state != .starting && $0.state != .stopping) }
        }
        switch phase {
        case .idle:
            return live.allSatisfy { $0.state == .pending }
        case .serving:
            return live.allSatisfy(fitsServing)
        case .starting(let id, let incarnation, let purpose):
            let expected: ChildState = purpose == .restart ? .restarting : .starting
            return others(id) && awaited(id, incarnation) == expected
        case .stopping(let id, let incarnation, _):
            return others(id) && awaited(id, incarnation) == .stopping
        case .ended:
            return live.allSatisfy(\.state.isSettled)
        }
    }

    private func fitsServing(_ entry: Entry) -> Bool {
        switch entry.state {
        case .pending, .starting, .stopping: false
        case .running: true
        case .restarting, .parked, .terminated: entry.spec.restart != .temporary
        }
    }

    private func awaited(_ id: ID, _ incarnation: UInt64) -> ChildState? {
        live.first { $0.spec.id == id && $0.incarnation == incarnation }?.state
    }
}
