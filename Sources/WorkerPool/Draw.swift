// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Somebody's wish for random bytes: how many, from whom, and what becomes of them.
public final class Draw: Sendable {
    /// Whose bytes.
    public enum Target: Sendable, Equatable {
        /// Mixed from all workers.
        case mixed
        /// One worker's own, unmixed.
        case worker(UInt64)
    }

    /// How a draw ends.
    @safe
    public enum Outcome {
        /// The bytes, in memory that is wiped when the callee returns. Exactly as many as were wanted.
        case bytes(UnsafeRawBufferPointer)
        /// There are too few contributions now, and the draw may not wait.
        case wouldWait
        /// It was cancelled while it waited.
        case cancelled
        /// There is no such worker, or the pool has ended.
        case gone
    }

    /// See `Membership.Observer` for why it is no bare function.
    private struct Completion: Sendable {
        let call: @Sendable (Outcome) -> Void
    }

    /// Names it for `cancel`; unique among the draws that wait.
    public let token: UInt64
    /// Bytes wanted, at most `Draw.largest`.
    public let count: Int
    /// Whose.
    public let target: Target
    /// Whether it waits when there are too few contributions.
    public let mayWait: Bool
    private let cancelled: @Sendable () -> Bool
    private let waits: @Sendable () -> Void
    private let completion: Mutex<Completion?>

    /// Bytes of a draw at the most: the largest read that the kernel passes on in one piece.
    public static let largest = 1 << 20

    /// A draw.
    /// - Parameters:
    ///   - waits: called, perhaps several times, before the draw is left to another thread or to a later time; on the
    ///     submitting thread the first time. Must not wait.
    ///   - isCancelled: asked before the draw is left to a later time; `cancel` finds only those that wait already.
    ///   - completion: called once, on a thread of the pool or the submitting one; must not wait.
    public init(
        token: UInt64, count: Int, target: Target = .mixed, mayWait: Bool = true,
        waits: @escaping @Sendable () -> Void = {}, isCancelled: @escaping @Sendable () -> Bool = { false },
        completion: @escaping @Sendable (Outcome) -> Void
    ) {
        precondition(count > 0 && count <= Self.largest, "a draw has 1 to \(Self.largest) bytes")
        self.token = token
        self.count = count
        self.target = target
        self.mayWait = mayWait
        self.waits = waits
        cancelled = isCancelled
        self.completion = Mutex(Completion(call: completion))
    }

    /// Ends the draw; whoever comes second does nothing.
    func finish(_ outcome: Outcome) {
        let completion = completion.withLock { completion in
            defer { completion = nil }
            return completion
        }
        completion?.call(outcome)
    }

    /// Whether nobody wants it any more.
    var isCancelled: Bool { cancelled() }

    /// It is going to wait.
    func wait() { waits() }

    var isFinished: Bool { completion.withLock { $0 == nil } }

    /// Small draws go first, and many are served from one collection.
    static let largestSmall = 4096

    var isSmall: Bool { count <= Self.largestSmall }
}
