// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// Page-aligned memory for random bytes of this process: faulted in and locked before use, left out of core dumps,
/// not inherited over fork, wiped when it ends.
@safe public final class SecretBuffer: @unchecked Sendable {
    // @unchecked because the bytes have one user at a time, by the contract of whoever shares the buffer.

    /// Bytes in it.
    public let size: Int
    /// Whether mlock(2) succeeded; where not, the pages may be swapped.
    public let isLocked: Bool
    private let base: UnsafeMutableRawPointer

    /// A zeroed buffer of this many bytes.
    public init(size: Int) throws(Errno) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | 0x8000  // MAP_POPULATE
        guard let base = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), unsafe base != MAP_FAILED else {
            throw Errno(rawValue: errno)
        }
        unsafe madvise(base, size, 16)  // MADV_DONTDUMP
        unsafe madvise(base, size, 18)  // MADV_WIPEONFORK
        self.size = size
        unsafe self.base = base
        isLocked = unsafe mlock(base, size) == 0
        unsafe memset(base, 0, size)
    }

    deinit {
        unsafe alara_wipe(base, size)
        unsafe munmap(base, size)
    }

    /// The first `count` bytes. SAFETY for callers: valid while this object is referenced; one user at a time.
    public func bytes(count: Int) -> UnsafeMutableRawBufferPointer {
        precondition(count >= 0 && count <= size, "range outside of the buffer")
        return unsafe UnsafeMutableRawBufferPointer(start: base, count: count)
    }

    /// Overwrites the first `count` bytes with zeroes.
    public func wipe(count: Int) {
        unsafe alara_wipe(base, min(count, size))
    }
}

/// Overwrites an array's bytes with zeroes. Copies made of the array before are not reached.
public func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { unsafe alara_wipe($0.baseAddress, $0.count) }
}
