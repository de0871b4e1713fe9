// SPDX-License-Identifier: Apache-2.0

public import Linux

/// What outlives a server: a memfd that the holder makes and every server maps.
///
/// It holds no random byte. The holder writes the saved INIT and the epoch, the server that is alive the rest.
public final class Journal: Sendable {
    /// Threads that may receive requests.
    public static let slotCount = 6
    /// Bytes of a slot: libfuse's receive buffer, 256 pages and a header page, must fit.
    public static let slotSize = 1 << 20 | 1 << 16
    /// The shortest FUSE request: its header (kernel fuse.h, struct fuse_in_header).
    public static let shortestRequest = 40

    let memory: SharedMemory

    /// A new journal's memfd, laid out.
    public static func create() throws(Errno) -> FileDescriptor {
        let descriptor = try SharedMemory.create(name: "alara-journal", size: JournalLayout.size)
        let memory = try SharedMemory(mapping: descriptor, size: JournalLayout.size)
        memory.store32(JournalLayout.versionWord, JournalLayout.version)
        memory.store32(JournalLayout.magicWord, JournalLayout.magic)
        return descriptor
    }

    /// Maps a journal.
    /// - Throws: EINVAL when it has another layout than this program's.
    public init(_ descriptor: borrowing FileDescriptor) throws(Errno) {
        memory = try SharedMemory(mapping: descriptor, size: JournalLayout.size)
        guard memory.load32(JournalLayout.magicWord) == JournalLayout.magic,
            memory.load32(JournalLayout.versionWord) == JournalLayout.version
        else { throw .invalid }
    }

    /// Which server of this mount is alive: 1 for the first.
    public var epoch: UInt32 { memory.load32(JournalLayout.epoch) }

    /// Begins the next server's epoch, in which nothing has been answered. For the holder.
    public func beginEpoch() {
        memory.store32(JournalLayout.answered, 0)
        memory.add32(JournalLayout.epoch, 1)
    }

    /// Whether the server of this epoch has answered a request.
    public var hasAnswered: Bool { memory.load32(JournalLayout.answered) != 0 }

    /// Notes that this server has answered a request.
    public func noteAnswer() { memory.store32(JournalLayout.answered, 1) }

    /// Keeps the kernel's first message. For the holder, once.
    /// - Throws: E2BIG when it is longer than any FUSE_INIT.
    public func save(initMessage message: [UInt8]) throws(Errno) {
        guard message.count <= JournalLayout.savedCapacity else { throw .tooBig }
        unsafe memory.bytes(at: JournalLayout.saved, count: message.count).copyBytes(from: message)
        memory.store32(JournalLayout.savedLength, UInt32(message.count))
    }

    /// The kernel's first message; every server begins by answering it.
    public var savedInit: [UInt8] {
        let count = min(Int(memory.load32(JournalLayout.savedLength)), JournalLayout.savedCapacity)
        return unsafe Array(memory.bytes(at: JournalLayout.saved, count: count))
    }

    /// The receive buffer of one thread. SAFETY for callers: valid while this object is referenced; one user at a time.
    public func slot(_ index: Int) -> UnsafeMutableRawBufferPointer {
        unsafe memory.bytes(at: JournalLayout.slots + index * Self.slotSize, count: Self.slotSize)
    }

    /// Faults the part of a slot in that a kill must not find absent, and locks it: the kernel gives the reader EIO
    /// when it is killed while it faults a receive buffer in.
    public func lockSlot(_ index: Int) throws(Errno) {
        try memory.lock(at: JournalLayout.slots + index * Self.slotSize, count: 1 << 16)
    }

    /// Makes a slot say that it holds no request.
    public func clearSlot(_ index: Int) {
        memory.wipe(at: JournalLayout.slots + index * Self.slotSize, count: Self.shortestRequest)
    }

    /// Counts a message that was read from the kernel.
    public func noteReceived() { memory.add32(JournalLayout.received, 1) }

    /// Bytes of the request that a slot holds, nil when it holds none. Its first word is its length (fuse_in_header).
    public func requestLength(inSlot index: Int) -> Int? {
        let length = Int(memory.load32(JournalLayout.slots + index * Self.slotSize))
        return (Self.shortestRequest...Self.slotSize).contains(length) ? length : nil
    }
}
