// SPDX-License-Identifier: Apache-2.0

internal import CFUSE3
internal import Linux

/// A request of the kernel that waits for its one reply. Every path that ends it consumes it; one that is dropped
/// answers EIO, so that no program waits for ever.
@safe
struct PendingRequest: ~Copyable, @unchecked Sendable {
    // @unchecked because libfuse's requests may be answered on any thread; they have one owner here.
    private let raw: fuse_req_t

    init(_ raw: fuse_req_t) {
        unsafe self.raw = raw
    }

    deinit {
        unsafe fuse_reply_err(raw, EIO)
    }

    /// Gives the request up to the caller, who replies.
    consuming func take() -> fuse_req_t {
        let request = unsafe raw
        discard self
        return unsafe request
    }

    /// Gives no answer: the caller has seen to it that another server of this mount processes the request again.
    consuming func leave() {
        // libfuse's memory of the request is given up too: this server is about to end.
        _ = unsafe take()
    }

    /// Answers with an error.
    consuming func fail(_ error: Errno) {
        unsafe fuse_reply_err(take(), error.rawValue)
    }

    /// Has `FileSystem.interrupted(token)` called when the waiting program is interrupted, perhaps at once.
    func onInterrupt(_ token: UInt64) {
        unsafe fuse_req_interrupt_func(raw, interruptCallback, UnsafeMutableRawPointer(bitPattern: UInt(token)))
    }

    /// Whether the waiting program was interrupted already.
    var isInterrupted: Bool { unsafe fuse_req_interrupted(raw) != 0 }
}

private func interruptCallback(_ request: fuse_req_t?, _ token: UnsafeMutableRawPointer?) {
    guard let request = unsafe request else { return }
    let number = UInt64(UInt(bitPattern: token))
    unsafe Session.of(request).fileSystem.interrupted(number)
}
