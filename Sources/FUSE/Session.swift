// SPDX-License-Identifier: Apache-2.0

internal import CFUSE3
public import Linux
internal import Synchronization

/// A session with the kernel over a mounted /dev/fuse descriptor, served by threads of its own.
///
/// The same start serves a mount that is new and one that another process served until it died: the session is told
/// the kernel's first message (FUSE_INIT) by its caller. The reply to one that was answered before is dropped by the
/// kernel with ENOENT, which libfuse takes in silence.
@safe
public final class Session: @unchecked Sendable {
    // @unchecked because libfuse's session is made for use by many threads; `raw` does not change.

    let fileSystem: any FileSystem
    private var raw: OpaquePointer?
    private let answered: @Sendable () -> Void
    private let hasAnswered = Atomic<Bool>(false)

    /// What a thread reads requests into. SAFETY: `memory` stays valid while the session runs, is page-aligned, faulted
    /// in, and has at least 256 pages and one; `clear` is called before each read.
    @unsafe
    public struct Receiver: @unchecked Sendable {
        let memory: UnsafeMutableRawBufferPointer
        let clear: @Sendable () -> Void
        let received: @Sendable () -> Void

        /// A receive buffer, what makes it say that it holds no request, and what hears of every message.
        public init(
            memory: UnsafeMutableRawBufferPointer, clear: @escaping @Sendable () -> Void,
            received: @escaping @Sendable () -> Void
        ) {
            unsafe self.memory = memory
            unsafe self.clear = clear
            unsafe self.received = received
        }
    }

    /// A session on an open descriptor of /dev/fuse.
    /// - Parameter answered: called once, after the first request has been processed.
    public init(
        device: Int32, fileSystem: any FileSystem, answered: @escaping @Sendable () -> Void
    ) throws(Errno) {
        self.fileSystem = fileSystem
        self.answered = answered
        unsafe raw = nil
        var operations = makeOperations()
        let userdata = unsafe Unmanaged.passUnretained(self).toOpaque()
        guard let session = unsafe alara_fuse_session_new(&operations, userdata) else { throw .inputOutput }
        unsafe raw = session
        guard unsafe fuse_session_mount(session, "/dev/fd/\(device)") == 0 else { throw .invalid }
    }

    deinit {
        if let raw = unsafe raw { unsafe fuse_session_destroy(raw) }
    }

    /// Processes one message that was read before: the saved FUSE_INIT, or a request that a dead server had read.
    public func process(_ message: UnsafeMutableRawBufferPointer) {
        var buffer = unsafe fuse_buf()
        unsafe buffer.mem = message.baseAddress
        unsafe buffer.size = message.count
        unsafe handle(&buffer)
    }

    /// Processes a message that `Message.current` is meanwhile.
    private func handle(_ buffer: inout fuse_buf) {
        unsafe ThreadValue.current = unsafe UnsafeRawPointer(buffer.mem)
        unsafe fuse_session_process_buf(raw, &buffer)
        unsafe ThreadValue.current = nil
    }

    /// Receives and processes requests on the calling thread until the file system is unmounted.
    public func serve(_ receiver: Receiver) {
        while true {
            unsafe receiver.clear()
            var buffer = unsafe fuse_buf()
            unsafe buffer.mem = receiver.memory.baseAddress
            let got = unsafe fuse_session_receive_buf(raw, &buffer)
            if got == -EINTR || got == -EAGAIN { continue }
            guard got > 0 else { return }
            unsafe receiver.received()
            unsafe handle(&buffer)
            if !hasAnswered.load(ordering: .relaxed), !hasAnswered.exchange(true, ordering: .relaxed) { answered() }
        }
    }

    /// The session of a request. SAFETY: sessions outlive their requests, by the contract of `serve`.
    static func of(_ request: fuse_req_t) -> Session {
        guard let userdata = unsafe fuse_req_userdata(request) else { preconditionFailure("a request has a session") }
        return unsafe Unmanaged<Session>.fromOpaque(userdata).takeUnretainedValue()
    }
}
