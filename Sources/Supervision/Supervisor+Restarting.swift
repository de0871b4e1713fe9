// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// A child ended by itself (`restart_child`, `do_restart`); an incarnation that is gone is nobody's.
    mutating func serveExit(of id: ID, _ incarnation: UInt64, _ reason: ExitReason, at now: Int) {
        guard let index = index(of: id), live[index].incarnation == incarnation, live[index].state.isRunning
        else { return }
        outbox.append(.report(.childExited(id, incarnation: incarnation, reason)))
        if !live[index].spec.restart.restarts(after: reason) {
            settle(at: index)
        } else if !park(at: index, reason, at: now) {
            restart(at: index, at: now)
        }
    }

    /// A failed restart is tried again and counted again, unless a command has intervened (`try_again_restart`).
    mutating func serveRetry(of id: ID, at now: Int) {
        guard let index = index(of: id), live[index].state == .restarting else { return }
        restart(at: index, at: now)
    }

    /// A parked child's delay is over: it is tried, uncounted. A timer of an earlier parking is ignored.
    mutating func serveUnpark(of id: ID, _ incarnation: UInt64) {
        guard let index = index(of: id), live[index].incarnation == incarnation, case .parked = live[index].state
        else { return }
        outbox.append(.report(.unparked(id)))
        beginStart(at: index, .restart)
    }

    /// Counts the restart, then tries it; above the intensity all children are stopped (`restart/2`).
    private mutating func restart(at index: Int, at now: Int) {
        let id = live[index].spec.id
        if history.add(at: now) {
            outbox.append(.report(.restarting(id, restartsInWindow: history.times.count)))
            beginStart(at: index, .restart)
        } else {
            outbox.append(.report(.intensityReached(id)))
            settle(at: index)
            stopNext(outcome: .reachedMaxRestartIntensity(id), command: nil)
        }
    }

    /// Counts a death or a failed start of a child that is to be restarted, and parks it if the rules say so.
    ///
    /// - Returns: Whether it was parked; if not, OTP's rule applies.
    mutating func park(at index: Int, _ reason: ExitReason, at now: Int) -> Bool {
        guard let rules = parking, live[index].spec.restart != .temporary else { return false }
        live[index].backoff.recordDeath(at: now, upSince: live[index].state.upSince, rules: rules)
        guard mayPark(at: index, reason, rules) else { return false }
        let id = live[index].spec.id
        let delay = live[index].backoff.lengthen(rules: rules)
        live[index].state = .parked(since: now, delayMilliseconds: delay)
        outbox.append(.report(.parked(id, reason, delayMilliseconds: delay)))
        outbox.append(.schedule(.unpark(id, incarnation: live[index].incarnation), afterMilliseconds: delay))
        return true
    }

    private func mayPark(at index: Int, _ reason: ExitReason, _ rules: Parking) -> Bool {
        if reason.isQuarantine { return true }
        guard live[index].spec.restart == .permanent, live[index].backoff.isDue(rules: rules) else { return false }
        let others = live.indices.count { $0 != index && live[$0].state.isRunning }
        return others >= rules.minimumOthers
    }
}
