// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import Linux
internal import Supervision

// The administrator's commands.
extension PoolLoop {
    typealias Completion = (Result<UInt64?, PoolError>) -> Void

    /// The membership as it is now.
    var plan: PoolPlan {
        PoolPlan(
            ids: Set(runner.children.map(\.spec.id)), quorum: membership.contributors.quorum, nextID: nextID,
            maxWorkers: configuration.maxWorkers)
    }

    /// What is wished now.
    var wish: PoolWish {
        let ids = runner.children.map(\.spec.id).sorted()
        let workers = ids.map { PoolWish.Worker(id: $0, source: sources[$0] ?? .openssl) }
        return PoolWish(workers: workers, quorum: membership.contributors.quorum, nextID: nextID)
    }

    /// Carries a command out. The completion is called once, when the child is up, gone or has failed.
    func perform(_ command: ControlCommand, completion: @escaping Completion) {
        guard !hasEnded else { return completion(.failure(.ended)) }
        var plan = self.plan
        do throws(PoolError) { try plan.apply(command) } catch { return completion(.failure(error)) }
        switch command {
        case .add(let source): add(source, completion)
        case .remove(let id): remove(id, completion)
        case .restart(let id): restart(id, completion)
        case .quorum(let number):
            membership.update { $0.quorum = number }
            feed(.setMinimumRunning(number))
            completion(.success(nil))
        case .help: completion(.success(nil))
        }
    }

    private func add(_ source: EntropySource, _ completion: @escaping Completion) {
        let id = nextID
        nextID += 1
        sources[id] = source
        run(.startChild(ChildSpec(id: id)), id) { [unowned self] result in
            if case .failure = result { sources[id] = nil }
            completion(result)
        }
    }

    private func remove(_ id: UInt64, _ completion: @escaping Completion) {
        run(.removeChild(id), id) { [unowned self] result in
            if case .success = result { sources[id] = nil }
            completion(result)
        }
    }

    private func restart(_ id: UInt64, _ completion: @escaping Completion) {
        run(.bounceChild(id), id, completion)
    }

    /// Runs a supervisor's command; its completion follows the next publication, so that `nodes` shows the outcome.
    private func run(
        _ command: SupervisorCommand<UInt64>, _ id: UInt64,
        _ completion: @escaping (Result<UInt64?, PoolError>) -> Void
    ) {
        runner.command(command, at: MonotonicClock.seconds) { [unowned self] result in
            let outcome = self.outcome(result, id)
            timers.add(afterMilliseconds: 0) { [unowned self] in
                publish()
                completion(outcome)
            }
        }
    }

    private func outcome(_ result: CommandResult, _ id: UInt64) -> Result<UInt64?, PoolError> {
        guard case .failed(let error) = result else { return .success(id) }
        switch error {
        case .startFailed: return .failure(.startFailed(startFailures.removeValue(forKey: id) ?? "no reason given"))
        case .supervisorEnded: return .failure(.ended)
        case .alreadyStarted, .alreadyPresent, .running, .restarting, .notFound: return .failure(.noSuchWorker(id))
        }
    }

    /// Stops all workers, right to left, and ends.
    func shutDown() {
        runner.command(.shutdown, at: MonotonicClock.seconds) { _ in }
    }
}
