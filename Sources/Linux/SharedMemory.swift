// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// A memfd of fixed size mapped into this process, and perhaps into one other.
///
/// The other side may change any byte at any time: a number that matters is loaded once and checked.
@safe public final class SharedMemory: @unchecked Sendable {
    // @unchecked because the compiler cannot see through the mapping: it lives as long as this object, words are
    // accessed atomically, and byte ranges by whoever the user of this class says owns them at that moment.

    /// Bytes mapped.
    public let size: Int
    private let base: UnsafeMutableRawPointer

    /// Maps a memfd of at least `size` bytes, shared and writable. The descriptor may be closed afterwards.
    public init(mapping descriptor: borrowing FileDescriptor, size: Int) throws(Errno) {
        guard let base = unsafe alara_map_shared(descriptor.rawValue, size) else { throw Errno(rawValue: errno) }
        self.size = size
        unsafe self.base = base
    }

    deinit {
        unsafe munmap(base, size)
    }

    /// A new memfd, zeroed, sealed against any change of its size.
    public static func create(name: String, size: Int) throws(Errno) -> FileDescriptor {
        FileDescriptor(owning: try checked(unsafe alara_memfd_create(name, size)))
    }

    /// Faults the range in for writing and locks it into memory.
    /// - Throws: what mlock(2) says; the pages are faulted in all the same.
    public func lock(at offset: Int = 0, count: Int? = nil) throws(Errno) {
        let range = unsafe bytes(at: offset, count: count ?? size - offset)
        for page in stride(from: 0, to: range.count, by: 4096) {
            unsafe range.storeBytes(
                of: range.load(fromByteOffset: page, as: UInt8.self), toByteOffset: page, as: UInt8.self)
        }
        try checkedErrno(unsafe mlock(range.baseAddress, range.count))
    }

    /// The raw range. SAFETY for callers: stays valid while this object is referenced; see the type's first note.
    public func bytes(at offset: Int, count: Int) -> UnsafeMutableRawBufferPointer {
        precondition(offset >= 0 && count >= 0 && offset <= size - count, "range outside of the shared memory")
        return unsafe UnsafeMutableRawBufferPointer(start: base + offset, count: count)
    }

    /// Overwrites the range with zeroes.
    public func wipe(at offset: Int, count: Int) {
        let range = unsafe bytes(at: offset, count: count)
        unsafe alara_wipe(range.baseAddress, range.count)
    }

    private func word(_ offset: Int, _ width: Int) -> UnsafeMutableRawPointer {
        precondition(offset >= 0 && offset % width == 0 && offset <= size - width, "word outside of the shared memory")
        return unsafe base + offset
    }

    /// Reads a 32-bit word atomically.
    public func load32(_ offset: Int) -> UInt32 { unsafe alara_load32(word(offset, 4)) }

    /// Writes a 32-bit word atomically.
    public func store32(_ offset: Int, _ value: UInt32) { unsafe alara_store32(word(offset, 4), value) }

    /// Adds to a 32-bit word atomically, wrapping; the new value.
    @discardableResult
    public func add32(_ offset: Int, _ value: UInt32) -> UInt32 { unsafe alara_add32(word(offset, 4), value) }

    /// Reads a 64-bit word atomically.
    public func load64(_ offset: Int) -> UInt64 { unsafe alara_load64(word(offset, 8)) }

    /// Writes a 64-bit word atomically.
    public func store64(_ offset: Int, _ value: UInt64) { unsafe alara_store64(word(offset, 8), value) }

    /// Waits while the word holds `expected`, until it is woken or the limit passes; it may also return early.
    public func wait32(_ offset: Int, while expected: UInt32, nanoseconds: Int64 = -1) {
        _ = unsafe alara_futex_wait(word(offset, 4), expected, nanoseconds)
    }

    /// Wakes up to `count` waiters of the word, in all processes that map it.
    public func wake32(_ offset: Int, count: Int32 = .max) {
        _ = unsafe alara_futex_wake(word(offset, 4), count)
    }
}

/// Tells the processor that this is a spin loop.
@inlinable
public func spinHint() { relax() }

@usableFromInline
func relax() { alara_relax() }
