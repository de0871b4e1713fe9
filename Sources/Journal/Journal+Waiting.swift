// SPDX-License-Identifier: Apache-2.0

internal import Linux

// Requests that wait longer than the thread that received them. A successor processes them again; one that was
// answered meanwhile the kernel does not know any more.
extension Journal {
    /// The longest message that may wait here: the headers of READ and POLL (kernel fuse.h) fit.
    public static let longestWaiting = JournalLayout.waitingSize - 8
    /// How many may wait.
    public static let mostWaiting = JournalLayout.waitingCount

    private func place(_ index: Int) -> Int { JournalLayout.waiting + index * JournalLayout.waitingSize }

    /// Keeps a message: its bytes first, then its length, which makes it valid.
    public func keepWaiting(_ message: UnsafeRawBufferPointer, at index: Int) {
        precondition(message.count <= Self.longestWaiting, "a waiting request is short")
        unsafe memory.bytes(at: place(index) + 8, count: message.count).copyMemory(from: message)
        memory.store32(place(index), UInt32(message.count))
    }

    /// Lets go of a message.
    public func dropWaiting(at index: Int) { memory.store32(place(index), 0) }

    /// The message that waits at a place; nil when none does.
    public func waiting(at index: Int) -> [UInt8]? {
        let count = Int(memory.load32(place(index)))
        guard (Self.shortestRequest...Self.longestWaiting).contains(count) else { return nil }
        return unsafe Array(memory.bytes(at: place(index) + 8, count: count))
    }

    // MARK: WRITEs to control

    /// The longest WRITE to control, its header included.
    public static let longestWrite = JournalLayout.writeSize - 8
    /// How many are kept: the kernel sends one at a time, and may send the next before the last is let go; a successor
    /// needs places for what it processes again.
    public static let mostWrites = 4

    private func writePlace(_ index: Int) -> Int { JournalLayout.write + index * JournalLayout.writeSize }

    /// Keeps a WRITE that is under way.
    public func keepWrite(_ message: UnsafeRawBufferPointer, at index: Int) {
        precondition(message.count <= Self.longestWrite, "a write to control is bounded")
        let place = writePlace(index)
        unsafe memory.bytes(at: place + 8, count: message.count).copyMemory(from: message)
        memory.store32(place, UInt32(message.count))
    }

    /// Lets go of it.
    public func dropWrite(at index: Int) { memory.store32(writePlace(index), 0) }

    /// The WRITE that was under way; nil when none was.
    public func keptWrite(at index: Int) -> [UInt8]? {
        let count = Int(memory.load32(writePlace(index)))
        guard (Self.shortestRequest...Self.longestWrite).contains(count) else { return nil }
        return unsafe Array(memory.bytes(at: writePlace(index) + 8, count: count))
    }
}
