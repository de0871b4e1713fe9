// SPDX-License-Identifier: Apache-2.0

/// A one_for_one supervisor after OTP supervisor(3), as a pure state machine: events in, actions out.
///
/// It reads no clock and does no I/O. The children are started left to right and stopped right to left, one after
/// another. While a start or a stop is under way all other events wait in a mailbox, as they would for OTP's process,
/// which blocks there. A restart is counted before it is tried; a failed one is tried again by an event posted to the
/// machine itself, so that what came in between is heard, and counts again. Above the intensity the supervisor stops
/// its children and ends.
///
/// With ``Parking`` a child that keeps dying is set aside instead; without it the rules are OTP's alone.
public struct Supervisor<ID: Hashable & Sendable>: Sendable {
    /// The children, newest first, as OTP keeps them.
    var live: [Entry]
    var phase = Phase.idle
    /// Events to be served after the start or stop under way, oldest first.
    var mailbox: [Event] = []
    /// Actions of the transition under way.
    var outbox: [Action] = []
    var history: RestartHistory
    var parking: Parking?
    /// The number of the next start; numbers are never used twice.
    var nextIncarnation: UInt64 = 1

    /// A supervisor that will start these children, in this order, when it hears ``Event/begin``.
    ///
    /// - Throws: when two ids are equal, or a number is outside its range.
    public init(
        children specs: [ChildSpec<ID>], intensity: RestartIntensity, parking: Parking? = nil
    ) throws(SupervisorError) {
        guard intensity.isValid else { throw .badIntensity(intensity) }
        if let parking, !parking.isValid { throw .badParking(parking) }
        var seen: Set<ID> = []
        for spec in specs where !seen.insert(spec.id).inserted {
            throw .duplicateID(String(describing: spec.id))
        }
        live = specs.reversed().map { Entry(spec: $0, state: .pending) }
        history = RestartHistory(intensity: intensity)
        self.parking = parking
    }

    /// The children in start order, as they are after the last event.
    public var children: [ChildInfo<ID>] {
        live.reversed().map {
            ChildInfo(
                spec: $0.spec, state: $0.state, incarnation: $0.incarnation, restarts: max(0, $0.starts - 1))
        }
    }

    /// Whether the supervisor is done.
    public var hasEnded: Bool {
        if case .ended = phase { true } else { false }
    }

    /// Hears one event and says what is to be done, in order.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - now: Whole seconds of a monotonic clock; it must not go back from one call to the next.
    /// - Returns: The actions, to be performed before the next event is handed in.
    public mutating func handle(_ event: Event, at now: Int) -> [Action] {
        dispatch(event, at: now)
        while phase == .serving, !mailbox.isEmpty {
            serve(mailbox.removeFirst(), at: now)
        }
        assert(checkInvariants().isEmpty, "\(checkInvariants())")
        let actions = outbox
        outbox = []
        return actions
    }

    /// Serves the event, keeps it for later or drops it, as the phase demands.
    private mutating func dispatch(_ event: Event, at now: Int) {
        switch (phase, event) {
        case (_, .setMinimumRunning(let number)):
            parking?.minimumOthers = max(0, number)
        case (.idle, .begin):
            startNextInitial()
        case (.idle, _):
            mailbox.append(event)
        case (.serving, _):
            serve(event, at: now)
        case (.starting(let id, let incarnation, let purpose), _):
            hearWhileStarting(id, incarnation, purpose, event, at: now)
        case (.stopping(let id, let incarnation, let purpose), _):
            hearWhileStopping(id, incarnation, purpose, event)
        case (.ended, _):
            refuse(event)
        }
    }

    /// Serves an event while no child is awaited.
    private mutating func serve(_ event: Event, at now: Int) {
        switch event {
        case .begin, .started, .startFailed, .setMinimumRunning: break
        case .exited(let id, let incarnation, let reason): serveExit(of: id, incarnation, reason, at: now)
        case .retry(let id): serveRetry(of: id, at: now)
        case .unpark(let id, let incarnation): serveUnpark(of: id, incarnation)
        case .command(let id, let command): serve(command, id)
        case .parentStop: stopNext(outcome: .shutdown, command: nil)
        }
    }

    /// Answers an event that comes after the end.
    mutating func refuse(_ event: Event) {
        switch event {
        case .command(let id, .shutdown): outbox.append(.reply(id, .done))
        case .command(let id, _): outbox.append(.reply(id, .failed(.supervisorEnded)))
        case .begin, .started, .startFailed, .exited, .retry, .unpark, .setMinimumRunning, .parentStop: break
        }
    }

    /// The place of a child in the live list.
    func index(of id: ID) -> Int? {
        live.firstIndex { $0.spec.id == id }
    }

    /// Puts a child that will not be restarted to rest: its spec stays unless it is temporary (`del_child`).
    mutating func settle(at index: Int) {
        if live[index].spec.restart == .temporary {
            live.remove(at: index)
        } else {
            live[index].state = .terminated
        }
    }
}
