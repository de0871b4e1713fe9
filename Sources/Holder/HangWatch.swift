// SPDX-License-Identifier: Apache-2.0

internal import Journal

/// Judges by looks at equal intervals whether a server hangs: a pure machine.
///
/// A server is stuck when a request waits in the kernel that nobody reads, or one is being processed, from one look to
/// the next. One that is stuck is asked whether it is alive, which costs a wake-up only then; one that has not answered
/// at the next look hangs, and so does one that answers but reads nothing for long.
struct HangWatch: Sendable {
    /// What is seen at one look.
    struct Sight: Sendable, Equatable {
        /// What the journal shows.
        var look: Journal.Look
        /// Whether a request waits in the kernel.
        var hasWaiting: Bool
        /// The last question that the server has answered.
        var answer: UInt32
    }

    /// What is to be done.
    enum Verdict: Equatable {
        /// Nothing.
        case well
        /// Ask it, and tell the watch the question's number.
        case ask
        /// End it.
        case hangs
    }

    /// Milliseconds from one look to the next: three of them are less than the time in which a reader gets on.
    static let interval = 700
    /// Looks without a message read after which a server hangs though it answers.
    static let patience = 15

    private var last: Sight?
    private var question: UInt32?
    private var deaf = 0

    /// The question that was asked.
    mutating func asked(_ number: UInt32) { question = number }

    /// Judges the next sight.
    mutating func judge(_ sight: Sight) -> Verdict {
        defer { last = sight }
        guard let last else { return .well }
        let isDeaf = sight.hasWaiting && last.hasWaiting && sight.look.received == last.look.received
        deaf = isDeaf ? deaf + 1 : 0
        guard isDeaf || !sight.look.busy.isDisjoint(with: last.look.busy) else {
            question = nil
            return .well
        }
        guard let question else { return .ask }
        if Int32(bitPattern: sight.answer &- question) < 0 { return .hangs }
        return deaf >= Self.patience ? .hangs : .well
    }
}
