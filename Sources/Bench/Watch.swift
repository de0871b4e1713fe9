// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// What a run is doing, and by when it must have done it: no wait is without a limit, even one inside the kernel.
final class Watch: Sendable {
    private static let graceMilliseconds = 60_000
    private let step = Mutex((name: "the start", deadline: Deadline.after(milliseconds: graceMilliseconds)))

    /// A step begins that takes about so long.
    func begin(_ name: String, seconds: Double) {
        let milliseconds = Self.graceMilliseconds + Int(seconds * 1000)
        step.withLock { $0 = (name, .after(milliseconds: milliseconds)) }
    }

    /// The step that takes longer than it may; nil when none does.
    var overdue: String? { step.withLock { $0.deadline.hasPassed ? $0.name : nil } }

    /// How long to wait before looking again.
    var milliseconds: Int { step.withLock { Int($0.deadline.remaining / 1_000_000) + 1 } }
}
