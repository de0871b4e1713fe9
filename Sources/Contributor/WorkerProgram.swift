// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import OpenSSL

/// `alara-worker KIND USER GROUP`: one worker. Descriptors: 3 the segment, 4 the server's socket, 5 the device when
/// KIND is `device`; the one behind the last is this program's own file. USER and GROUP are numbers, or `-` to stay.
///
/// Exit status: 0 asked to end, 1 could not start (the segment says why), 2 wrong arguments.
public enum WorkerProgram {
    /// Runs to the end of the worker.
    public static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count == 4, let kind = SourceKind(rawValue: arguments[1]) else { return 2 }
        let segment = FileDescriptor(owning: 3)
        let socket = FileDescriptor(owning: 4)
        let device = kind == .device ? FileDescriptor(owning: 5) : nil
        closeOwnFile(kind == .device ? 6 : 5)
        guard let end = try? WorkerEnd(segment) else { return 1 }
        do throws(StartFailure) {
            try isolate(socket, user: arguments[2], group: arguments[3])
            try start(kind, end, socket, device)
            return 0
        } catch {
            end.say(.failed, failure: error)
            return 1
        }
    }

    private static func closeOwnFile(_ number: Int32) {
        _ = FileDescriptor(owning: number)
    }

    private static func isolate(
        _ socket: borrowing FileDescriptor, user: String, group: String
    ) throws(StartFailure) {
        try step(.sandbox) { () throws(Errno) in
            try Sandbox.setName("alara-worker")
            try Sandbox.refuseTracing()
            try Sandbox.limitResources()
            if let user = UInt32(user), let group = UInt32(group) {
                try Sandbox.become(user: user, group: group)
            }
            try Sandbox.refuseTracing()
            try Sandbox.dieWhenClosed(socket)
        }
    }

    private static func start(
        _ kind: SourceKind, _ end: WorkerEnd, _ socket: consuming FileDescriptor, _ device: consuming FileDescriptor?
    ) throws(StartFailure) {
        switch kind {
        case .openssl:
            try startLibrary()
            guard DRBG.passesSelfTest() else { throw .selfTest }
            let source = try step(.library) { () throws(CryptoError) -> GeneratorSource in
                try GeneratorSource()
            }
            try serve(end, socket, source)
        case .kernel:
            try serve(end, socket, KernelSource())
        case .cpu:
            guard ProcessorSeed.isSupported else { throw .noProcessorSeed }
            try serve(end, socket, ProcessorSource())
        case .device:
            guard let device else { throw .source }
            try serve(end, socket, deviceSource(device))
        }
    }

    private static func deviceSource(_ device: consuming FileDescriptor) throws(StartFailure) -> DeviceSource {
        do throws(Errno) { return try DeviceSource(device) } catch { throw .source }
    }

    private static func startLibrary() throws(StartFailure) {
        try step(.library) { () throws(CryptoError) in
            try Library.startSecureHeap()
            try Library.start()
        }
    }

    /// Warms the source up, closes the sandbox and answers requests to the end.
    private static func serve<Bytes: Source & ~Copyable>(
        _ end: WorkerEnd, _ socket: consuming FileDescriptor, _ source: consuming Bytes
    ) throws(StartFailure) {
        var source = source
        try warmUp(&source)
        try step(.sandbox) { () throws(Errno) in
            try Sandbox.refuseNewPrivileges()
            _ = try Sandbox.denyFiles()
            try Sandbox.allowWorkerCalls()
        }
        var contributor = Contributor(end, socket: socket, source: source)
        contributor.run()
    }

    /// Two draws of each usual size before the filter is on, so that nothing is set up on first use under it; they
    /// must differ, and not be constant. A source that is away is tried later.
    private static func warmUp<Bytes: Source & ~Copyable>(_ source: inout Bytes) throws(StartFailure) {
        guard source.isPresent() else { return }
        var first = [UInt8](repeating: 0, count: 4096)
        var second = first
        let filled =
            unsafe first.withUnsafeMutableBytes { unsafe source.fill($0) {} }
            && second.withUnsafeMutableBytes { unsafe source.fill($0) {} }
        defer {
            wipe(&first)
            wipe(&second)
        }
        guard filled else { return }
        guard first != second, Set(first).count > 1 else { throw .selfTest }
    }

    private static func step<Result: ~Copyable, Failure: Error>(
        _ failure: StartFailure, _ body: () throws(Failure) -> Result
    ) throws(StartFailure) -> Result {
        do throws(Failure) { return try body() } catch { throw failure }
    }
}
