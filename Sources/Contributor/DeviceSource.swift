// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import OpenSSL

/// `device`: a character device or FIFO, read without waiting. It counts as present once a reserve of one step is
/// collected, so that a slow writer does not make it come and go with every byte. The reserve is wiped as it is used.
struct DeviceSource: ~Copyable, Source {
    private static let step = 4096
    /// Milliseconds for a step: less than the server gives, so that a slow source is away and its worker not late.
    private static let patience = 200

    private let descriptor: FileDescriptor
    private let reserve: SecretBuffer
    private var held = 0

    init(_ descriptor: consuming FileDescriptor) throws(Errno) {
        reserve = try SecretBuffer(size: Self.step)
        self.descriptor = descriptor
    }

    mutating func isPresent() -> Bool {
        while held < Self.step {
            let got = unsafe read(.init(rebasing: reserve.bytes(count: Self.step)[held...]))
            guard got > 0 else { return false }
            held += got
        }
        return true
    }

    mutating func fill(_ range: UnsafeMutableRawBufferPointer, step: () -> Void) -> Bool {
        var done = unsafe takeReserve(range)
        var next = done + Self.step
        var deadline = Deadline.after(milliseconds: Self.patience)
        while done < range.count {
            let end = min(range.count, next)
            done += unsafe read(.init(rebasing: range[done..<end]))
            if done == next {
                step()
                next += Self.step
                deadline = Deadline.after(milliseconds: Self.patience)
            } else if deadline.hasPassed {
                return false
            } else {
                spinHint()
            }
        }
        return true
    }

    private mutating func takeReserve(_ range: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(held, range.count)
        let start = held - count
        let bytes = unsafe reserve.bytes(count: held)
        unsafe range.copyMemory(from: .init(rebasing: bytes[start..<held]))
        unsafe wipe(.init(rebasing: bytes[start..<held]))
        held = start
        return count
    }

    /// Bytes read, 0 when there are none now or the writer has gone.
    private func read(_ range: UnsafeMutableRawBufferPointer) -> Int {
        var span = unsafe MutableRawSpan(_unsafeBytes: range)
        return (try? descriptor.read(into: &span)) ?? 0
    }
}
