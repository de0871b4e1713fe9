// SPDX-License-Identifier: Apache-2.0

internal import CFUSE3

/// A poll(2) or epoll(7) that waits for a file: to be rung once, then it asks again.
@safe
public final class PollNotifier: @unchecked Sendable {
    // @unchecked because libfuse's poll handles may be used on any thread; this object owns its own.
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    deinit {
        unsafe fuse_pollhandle_destroy(handle)
    }

    /// Wakes the waiting program.
    public func ring() {
        unsafe fuse_lowlevel_notify_poll(handle)
    }
}
