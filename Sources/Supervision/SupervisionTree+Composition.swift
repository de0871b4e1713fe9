// SPDX-License-Identifier: Apache-2.0

extension SupervisionTree {
    /// Performs what the root wants: its child is the pool.
    mutating func take(_ action: Supervisor<Role>.Action) {
        switch action {
        case .start(_, let incarnation): startPool(incarnation)
        case .stop: steps.append(.pool(.parentStop))
        // The root has no parking, so a retry of its only child is all it posts, and it schedules nothing.
        case .post, .schedule: outbox.append(.post(.retryPool))
        case .reply(let id, let result): outbox.append(.reply(id, result))
        case .report(let report): takeReport(report)
        case .up: break
        case .ended(let outcome): outbox.append(.ended(treeOutcome(outcome)))
        }
    }

    /// Passes on what the pool wants, and tells the root of the pool's life.
    mutating func take(_ action: Supervisor<ID>.Action) {
        switch action {
        case .start(let id, let incarnation):
            outbox.append(.start(id, incarnation: incarnation))
        case .stop(let id, let incarnation, let shutdown):
            outbox.append(.stop(id, incarnation: incarnation, shutdown))
        case .post(let event):
            outbox.append(.post(.pool(generation: generation, event)))
        case .schedule(let event, let delay):
            outbox.append(.schedule(.pool(generation: generation, event), afterMilliseconds: delay))
        case .reply(let id, let result):
            outbox.append(.reply(id, result))
        case .report(let report):
            outbox.append(.report(report))
        case .up:
            outbox.append(.report(.poolStarted))
            steps.append(.root(.started(.pool, incarnation: generation)))
        case .ended(let outcome):
            endPool(outcome)
        }
    }

    private mutating func startPool(_ incarnation: UInt64) {
        generation = incarnation
        if pool.hasEnded { pool = pool.successor() }
        steps.append(.pool(.begin))
    }

    /// Tells the root that the pool is gone. OTP's supervisor exits with `shutdown` in each of these cases.
    private mutating func endPool(_ outcome: SupervisionOutcome<ID>) {
        lastPoolOutcome = outcome
        if case .failedToStart = outcome {
            steps.append(.root(.startFailed(.pool, incarnation: generation, .shutdown)))
        } else {
            steps.append(.root(.exited(.pool, incarnation: generation, .shutdown)))
        }
        if outcome != .shutdown { outbox.append(.report(.poolEnded(outcome))) }
    }

    private mutating func takeReport(_ report: SupervisionReport<Role>) {
        switch report {
        case .restarting(_, let count): outbox.append(.report(.poolRestarting(restartsInWindow: count)))
        case .intensityReached: outbox.append(.report(.rootIntensityReached))
        default: break  // the pool's own reports have told it already
        }
    }

    /// The root's end, told with the child of the pool that brought it about.
    private func treeOutcome(_ outcome: SupervisionOutcome<Role>) -> SupervisionOutcome<ID> {
        switch (outcome, lastPoolOutcome) {
        case (.failedToStart, .failedToStart(let id, let reason)?):
            .failedToStart(id, reason)
        case (.reachedMaxRestartIntensity, .reachedMaxRestartIntensity(let id)?),
            (.reachedMaxRestartIntensity, .failedToStart(let id, _)?):
            .reachedMaxRestartIntensity(id)
        default:
            .shutdown
        }
    }
}
