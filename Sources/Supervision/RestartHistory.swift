// SPDX-License-Identifier: Apache-2.0

/// The restarts a supervisor has made inside its window (supervisor.erl, `add_restart`).
struct RestartHistory: Sendable, Equatable {
    /// The limit this history is held against.
    let intensity: RestartIntensity
    /// Whole monotonic seconds of the restarts, newest first.
    private(set) var times: [Int] = []

    init(intensity: RestartIntensity) {
        self.intensity = intensity
    }

    /// Counts a restart about to be made; false when it is one too many.
    ///
    /// Keeps R >= now - period (the edge belongs to the window), prepends `now`, allows count <= intensity.
    mutating func add(at now: Int) -> Bool {
        times.removeAll { $0 < now - intensity.periodSeconds }
        times.insert(now, at: 0)
        return times.count <= intensity.restarts
    }
}
