// SPDX-License-Identifier: Apache-2.0

/// How many restarts a supervisor allows in a sliding window (OTP supervisor(3), `intensity` and `period`).
public struct RestartIntensity: Sendable, Equatable {
    /// Restarts allowed inside the window; one more ends the supervisor. Not negative.
    public var restarts: Int
    /// Length of the window in whole seconds; at least 1.
    public var periodSeconds: Int

    /// At most `restarts` restarts in `periodSeconds`. The supervisor refuses values outside the ranges above.
    public init(restarts: Int, periodSeconds: Int) {
        self.restarts = restarts
        self.periodSeconds = periodSeconds
    }

    /// What both supervisors of the tree use: 10 restarts in 5 s.
    public static let tenInFiveSeconds = RestartIntensity(restarts: 10, periodSeconds: 5)

    /// Whether OTP's `check_intensity` and `check_period` would accept these values.
    var isValid: Bool { restarts >= 0 && periodSeconds >= 1 }
}
