// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Logging
internal import Logs

/// The parent of a device: it mounts, keeps the connection to the kernel and the journal, and starts servers one after
/// the other. It holds no random byte and parses nothing that users of the device write.
public enum Holder {
    /// Mounts and serves, until the device is unmounted or SIGTERM or SIGINT comes. To be called before the process has
    /// a second thread. What it mounted is unmounted on every way out.
    /// - Returns: the exit status: 0, or that of a first server that could not start and has said why.
    /// - Throws: what kept it from mounting.
    public static func run(_ configuration: HolderConfiguration) throws(HolderError) -> Int32 {
        let signals = try prepareProcess()
        let path = try MountPoint.checked(configuration.mountPoint)
        let programs = try Programs(libexec: configuration.libexec)
        let logger = LineLogHandler.logger(
            label: "alara", destination: .standardError, level: configuration.logLevel)
        let mount = try mountAlone(on: path, configuration.options)
        do {
            let loop = try HolderLoop(
                configuration, mount: mount, programs: programs, signals: signals, logger: logger)
            return try loop.run()
        } catch {
            _ = mount.remove(logger)
            throw error
        }
    }

    /// Mounts while the directory is locked: of two that mount there at once one is refused.
    private static func mountAlone(on path: String, _ options: MountOptions) throws(HolderError) -> FuseMount {
        let directory = try attempt("open \(path)") { () throws(Errno) in
            try FileDescriptor.open(path, [.read, .directory])
        }
        do { try directory.lock() } catch { throw .alreadyMounted(path) }
        return try FuseMount(on: MountPoint.checked(path), options: options)
    }

    /// Names the process, refuses core files and tracing, and collects its signals.
    private static func prepareProcess() throws(HolderError) -> SignalQueue {
        do {
            try Sandbox.setName("alara")
            try Sandbox.refuseCoreFiles()
            try Sandbox.refuseTracing()
            Signal.ignore(Signal.pipe)
            return try SignalQueue([Signal.terminate, Signal.interrupt, Signal.hangUp])
        } catch {
            throw .system("cannot prepare the process", error)
        }
    }
}
