// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// A thread of the kernel for work that blocks, which the concurrency runtime's threads must not.
public struct Thread: ~Copyable, Sendable {
    private let handle: pthread_t

    /// Starts a thread of this name (15 characters are shown) that runs `body` once.
    public init(name: String, stack: Int = 256 * 1024, _ body: @escaping @Sendable () -> Void) throws(Errno) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stack)
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let error = unsafe pthread_create(&handle, &attributes, threadMain, start.toOpaque())
        guard error == 0 else {
            unsafe start.release()
            throw Errno(rawValue: error)
        }
        self.handle = handle
    }

    /// Waits for its end.
    public consuming func join() {
        _ = pthread_join(handle, nil)
    }

    /// Lets it run to its end unobserved.
    public consuming func detach() {
        pthread_detach(handle)
    }
}

/// One address that belongs to the calling thread.
public enum ThreadValue {
    /// The address; nil before the thread has set one. SAFETY for callers: means what the setter meant.
    public static var current: UnsafeRawPointer? {
        get { unsafe alara_thread_value() }
        set { unsafe alara_set_thread_value(newValue) }
    }
}

private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void
    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    // SAFETY: the pointer is the retained Start that init passed, released here once.
    let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    _ = unsafe alara_set_name(start.name)
    start.body()
    return nil
}
