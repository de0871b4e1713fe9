// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// How a process ended.
public enum ExitStatus: Sendable, Equatable, CustomStringConvertible {
    /// It left with this status.
    case exited(Int32)
    /// This signal ended it.
    case signaled(Int32)

    /// For a log: "exit status 1" or "signal 9".
    public var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}

/// A program to run as a child: exactly the descriptors named, signals at their defaults.
public struct ChildProgram: ~Copyable {
    /// What is run: an open file (also one that was deleted or replaced since) or a path.
    public enum Image: Sendable {
        /// An open descriptor, run by /proc/self/fd; the child finds it open behind its last descriptor.
        case descriptor(Int32)
        /// A path.
        case path(String)
    }

    /// The program.
    public var image: Image
    /// argv, the name first.
    public var arguments: [String]
    /// The environment, KEY=VALUE.
    public var environment: [String]
    /// What becomes 3, 4, 5 and so on.
    public var descriptors: [Int32]
    /// What becomes 0, 1 and 2, -1 for /dev/null; nil: /dev/null for all.
    public var standard: [Int32]?
    /// Whether it starts a session of its own.
    public var newSession: Bool

    /// A program with an empty environment and /dev/null as its standard descriptors.
    public init(_ image: Image, _ arguments: [String], descriptors: [Int32] = []) {
        self.image = image
        self.arguments = arguments
        self.descriptors = descriptors
        environment = []
        standard = nil
        newSession = false
    }

    /// Starts it (posix_spawn).
    public func spawn() throws(Errno) -> ChildProcess {
        let pid = try checked(spawnNumber())
        let pidfd = alara_pidfd_open(pid)
        return ChildProcess(pid: pid, descriptor: FileDescriptor(owning: try checked(pidfd)))
    }

    private func spawnNumber() -> Int32 {
        unsafe withCStrings(arguments) { argv in
            unsafe withCStrings(environment) { envp in
                var request = unsafe alara_spawn_request()
                unsafe request.argv = UnsafePointer(argv)
                unsafe request.envp = UnsafePointer(envp)
                unsafe request.descriptor_count = descriptors.count
                unsafe request.new_session = newSession
                let standard = self.standard ?? [-1, -1, -1]
                return unsafe descriptors.withUnsafeBufferPointer { wanted in
                    unsafe standard.withUnsafeBufferPointer { first in
                        unsafe request.descriptors = wanted.baseAddress
                        unsafe request.standard = first.baseAddress
                        return unsafe run(&request)
                    }
                }
            }
        }
    }

    private func run(_ request: inout alara_spawn_request) -> Int32 {
        switch image {
        case .descriptor(let number):
            unsafe request.program = number
            return unsafe alara_spawn(&request)
        case .path(let path):
            unsafe request.program = -1
            return unsafe path.withCString {
                unsafe request.path = $0
                return unsafe alara_spawn(&request)
            }
        }
    }
}

/// A child process with one owner, who waits for its end; dropping this value lets the process go on.
public struct ChildProcess: ~Copyable, Sendable {
    /// Its process id.
    public let pid: Int32
    /// Its pidfd: readable once it has ended.
    public let descriptor: FileDescriptor

    /// Sends a signal; a process that has ended is left alone.
    public func signal(_ number: Int32) {
        _ = alara_pidfd_signal(descriptor.rawValue, number)
    }

    /// How it ended, and reaps it; nil while it runs. To be called until it says how, and never after.
    public func statusIfEnded() -> ExitStatus? { status(nohang: true) }

    /// Waits for its end and reaps it.
    public func wait() -> ExitStatus { status(nohang: false) ?? .exited(-1) }

    private func status(nohang: Bool) -> ExitStatus? {
        var code: Int32 = 0
        var value: Int32 = 0
        let result = unsafe alara_pidfd_wait(descriptor.rawValue, nohang, &code, &value)
        guard result != 0 else { return nil }
        guard result > 0 else { return .exited(-1) }
        return code == Int32(CLD_EXITED) ? .exited(value) : .signaled(value)
    }
}

/// Lends the strings as a C array of terminated strings with a terminating NULL.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    let array = unsafe UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: copies.count + 1)
    defer { unsafe array.deallocate() }
    for unsafe(index, copy) in unsafe copies.enumerated() { unsafe array[index] = copy }
    unsafe array[copies.count] = nil
    return unsafe body(array)
}
