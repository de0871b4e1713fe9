// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Logging

/// One mount of this process: the connection to the kernel and the entry in the mount table.
///
/// Its maker calls `remove` on every way out; the connection ends with the last copy of `device`.
final class FuseMount {
    /// The connection. Servers get a copy of the descriptor.
    let device: FileDescriptor
    /// The canonical mount point.
    let path: String
    /// The number of the file system in the mount table: what is mounted there later has another.
    private let identity: String?

    /// Mounts.
    init(on path: String, options: MountOptions) throws(HolderError) {
        device = try CurrentProcess.user == 0 ? Self.mountAsRoot(path, options) : Self.mountAsUser(path, options)
        self.path = path
        identity = try? MountTable.current().entry(on: path)?.device
    }

    private static func mountAsRoot(_ path: String, _ options: MountOptions) throws(HolderError) -> FileDescriptor {
        let device = try FuseDevice.open()
        do {
            try Mount.fuse(device, on: path, options: options.kernelOptions, flags: options.kernelFlags)
        } catch {
            throw .mountRefused(path, reason: "\(error)")
        }
        return device
    }

    private static func mountAsUser(_ path: String, _ options: MountOptions) throws(HolderError) -> FileDescriptor {
        try FuseDevice.checkAccess()
        return try Fusermount().mount(on: path, options: options.fusermountOptions)
    }

    /// Whether the kernel still speaks to this connection: false once it was unmounted or aborted.
    var isConnected: Bool { !pollReadable([device.rawValue], milliseconds: 0)[0].contains(.error) }

    /// Whether the mount table still has it.
    var isInTable: Bool {
        guard let table = try? MountTable.current(), let entry = table.entry(on: path) else { return false }
        return entry.type == MountPoint.fileSystemType && (identity == nil || entry.device == identity)
    }

    /// Takes it out of the mount table: plainly if it can, else detached. Does nothing when it is not there.
    /// - Returns: whether it is gone from the table.
    func remove(_ logger: Logger) -> Bool {
        guard isInTable else { return true }
        do {
            try Unmounter.unmount(path)
            return true
        } catch {
            logger.notice("detaching the mount", metadata: ["reason": "\(error)"])
        }
        do {
            try Unmounter.unmount(path, lazily: true)
            return true
        } catch {
            logger.error("the mount cannot be taken away", metadata: ["reason": "\(error)"])
            return !isInTable
        }
    }
}
