// SPDX-License-Identifier: Apache-2.0

/// When a child that keeps dying is set aside for a while, so that it cannot stop its supervisor.
///
/// Not OTP's. A permanent child is parked at its `deaths`-th death or failed restart inside the window, and at each
/// further one while its back-off has not been reset, provided that at least `minimumOthers` other children are
/// running. A child that ends with ``ExitReason/quarantined(_:)`` is parked whatever the others do. Neither being
/// parked nor the attempt that ends it counts against the restart intensity.
///
/// The back-off starts at `firstDelayMilliseconds`, doubles up to `maximumDelayMilliseconds`, and is reset at the
/// first death after the child was up for longer than both the period and its last delay.
public struct Parking: Sendable, Equatable {
    /// Deaths inside the window that park a child; at least 1.
    public var deaths: Int
    /// Length of the window in whole seconds, its edge included; at least 1.
    public var periodSeconds: Int
    /// The first delay; at least 1.
    public var firstDelayMilliseconds: Int
    /// The longest delay; not below the first.
    public var maximumDelayMilliseconds: Int
    /// Other children that have to be running for a death to park; changed by `setMinimumRunning`.
    public var minimumOthers: Int

    /// Parking at 10 deaths in 5 s, 100 ms doubling to 60 s, unless told otherwise.
    public init(
        deaths: Int = 10, periodSeconds: Int = 5, firstDelayMilliseconds: Int = 100,
        maximumDelayMilliseconds: Int = 60_000, minimumOthers: Int
    ) {
        self.deaths = deaths
        self.periodSeconds = periodSeconds
        self.firstDelayMilliseconds = firstDelayMilliseconds
        self.maximumDelayMilliseconds = maximumDelayMilliseconds
        self.minimumOthers = minimumOthers
    }

    /// Whether the values lie in the ranges stated above.
    var isValid: Bool {
        deaths >= 1 && periodSeconds >= 1 && firstDelayMilliseconds >= 1
            && maximumDelayMilliseconds >= firstDelayMilliseconds && minimumOthers >= 0
    }
}
