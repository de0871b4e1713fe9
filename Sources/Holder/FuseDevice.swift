// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// The kernel's FUSE device.
enum FuseDevice {
    private static let path = "/dev/fuse"
    /// libfuse's receive buffer; the kernel wants 8 KiB at least.
    private static let receiveSize = 1 << 20 | 1 << 16
    /// FUSE_INIT of the kernel's fuse.h.
    private static let initOperation = 26

    /// Opens it for one mount.
    static func open() throws(HolderError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, .readWrite)
        } catch {
            throw explain(error)
        }
    }

    /// Checks that fusermount3, which opens it as the caller, can do so.
    static func checkAccess() throws(HolderError) {
        do {
            _ = try FileInformation(path)
        } catch {
            throw explain(error)
        }
        guard FileInformation.mayReadAndWrite(path) else { throw .fuseForbidden }
    }

    /// Reads the first message of a new mount, which is FUSE_INIT. The kernel has queued it when mount(2) returns.
    static func readInit(_ device: borrowing FileDescriptor) throws(HolderError) -> [UInt8] {
        let message: [UInt8]
        do {
            message = try device.read(count: receiveSize)
        } catch {
            throw .system("cannot read from /dev/fuse", error)
        }
        // struct fuse_in_header: 4 bytes of length, 4 bytes of operation.
        guard message.count > 8, Int(message[4]) == initOperation else {
            throw .system("the kernel's first message is not FUSE_INIT", .invalid)
        }
        return message
    }

    private static func explain(_ error: Errno) -> HolderError {
        switch error {
        case .noSuchFile: .fuseMissing
        case .accessDenied, .notPermitted: .fuseForbidden
        default: .fuseUnusable(error)
        }
    }
}
