// SPDX-License-Identifier: Apache-2.0

internal import Linux

// How the holder sees that a server is alive, without a wake-up while nothing is to be done.
extension Journal {
    /// What the holder sees of a server at one look.
    public struct Look: Sendable, Equatable {
        /// Messages received so far.
        public let received: UInt32
        /// The requests being processed, one a busy thread.
        public let busy: Set<UInt64>
    }

    /// A look at the server.
    public var look: Look {
        var busy: Set<UInt64> = []
        for slot in 0..<Self.slotCount where requestLength(inSlot: slot) != nil {
            busy.insert(memory.load64(JournalLayout.slots + slot * Self.slotSize + 8))
        }
        return Look(received: memory.load32(JournalLayout.received), busy: busy)
    }

    /// Asks the server whether it is alive; the question's number.
    public func ask() -> UInt32 {
        let number = memory.add32(JournalLayout.question, 1)
        memory.wake32(JournalLayout.question)
        return number
    }

    /// The last question that a server has answered.
    public var answer: UInt32 { memory.load32(JournalLayout.answer) }

    /// Answers the holder's questions for ever. For one thread of the server.
    public func answerQuestions() -> Never {
        var seen = memory.load32(JournalLayout.question)
        while true {
            memory.store32(JournalLayout.answer, seen)
            memory.wait32(JournalLayout.question, while: seen)
            seen = memory.load32(JournalLayout.question)
        }
    }

    // MARK: Who serves

    /// Lets the server of this epoch serve. For the holder.
    public func allowServing(epoch: UInt32) {
        memory.store32(JournalLayout.serving, epoch)
        memory.wake32(JournalLayout.serving)
    }

    /// Waits until the server of this epoch may serve.
    public func waitToServe(epoch: UInt32) {
        while true {
            let serving = memory.load32(JournalLayout.serving)
            if serving == epoch { return }
            memory.wait32(JournalLayout.serving, while: serving)
        }
    }
}
