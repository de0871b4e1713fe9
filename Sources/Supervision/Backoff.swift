// SPDX-License-Identifier: Apache-2.0

/// One child's deaths inside the parking window and its delay, under the rules of ``Parking``.
struct Backoff: Sendable, Equatable {
    /// Whole monotonic seconds of the deaths and failed starts inside the window, newest first.
    private(set) var deaths: [Int] = []
    /// The last delay in milliseconds; nil while the child has none, or it has been reset.
    private(set) var delay: Int?

    /// Counts a death, or a failed start (`upSince` nil); first forgets the delay when the child was up long enough.
    mutating func recordDeath(at now: Int, upSince: Int?, rules: Parking) {
        if let upSince, let last = delay, (now - upSince) * 1000 > max(rules.periodSeconds * 1000, last) {
            delay = nil
        }
        deaths.removeAll { $0 < now - rules.periodSeconds }
        deaths.insert(now, at: 0)
    }

    /// Whether the deaths counted call for parking, other children permitting.
    func isDue(rules: Parking) -> Bool {
        delay != nil || deaths.count >= rules.deaths
    }

    /// The delay to park for: the first, or twice the last, up to the longest.
    mutating func lengthen(rules: Parking) -> Int {
        let next = delay.map { min(rules.maximumDelayMilliseconds, $0 * 2) } ?? rules.firstDelayMilliseconds
        delay = next
        return next
    }
}
