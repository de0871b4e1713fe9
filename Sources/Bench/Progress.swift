// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Linux

/// Says on standard error how far a run is: on a terminal one line that is written over, else a line a round.
struct Progress {
    private let isTerminal = isatty(2) == 1
    private let rounds: Int
    private let steps: Int
    private var round = 0
    private var step = 0

    /// Of a run of so many rounds, each of so many steps.
    init(rounds: Int, steps: Int) {
        self.rounds = rounds
        self.steps = steps
    }

    /// Another round begins.
    mutating func beginRound() {
        round += 1
        if !isTerminal { StandardStreams.writeError("alara bench: round \(round) of \(rounds)") }
    }

    /// A step of it begins.
    mutating func begin(_ what: String) {
        if isTerminal {
            let share = 100 * step / max(1, rounds * steps)
            writeToError("\r\u{1b}[Kalara bench: \(share) %, round \(round) of \(rounds): \(what)")
        }
        step += 1
    }

    /// Takes the line away.
    static func clear() {
        if isatty(2) == 1 { writeToError("\r\u{1b}[K") }
    }
}

/// To standard error, an error ignored.
private func writeToError(_ text: String) {
    let error = FileDescriptor(owning: 2)
    try? error.writeAll(Array(text.utf8))
    _ = error.release()
}
