// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// The message of the kernel that the calling thread processes, as it was read (kernel fuse.h, fuse_in_header).
public enum Message {
    /// Its bytes; nil outside of an operation. SAFETY for callers: valid until the operation returns.
    public static var current: UnsafeRawBufferPointer? {
        guard let start = unsafe ThreadValue.current else { return nil }
        let length = unsafe Int(start.load(as: UInt32.self))
        return unsafe UnsafeRawBufferPointer(start: start, count: length)
    }

    /// The kernel's number of the request, never given twice in the life of a mount; 0 outside of an operation.
    public static var request: UInt64 {
        guard let start = unsafe ThreadValue.current else { return 0 }
        return unsafe start.load(fromByteOffset: 8, as: UInt64.self)
    }
}
