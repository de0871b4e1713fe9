// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// Mounts of FUSE file systems, mount(2) and umount2(2). For root.
public enum Mount {
    /// Bits of mount(2) beside MS_NOSUID and MS_NODEV, which every mount gets.
    public struct Flags: OptionSet, Sendable {
        /// The bits.
        public let rawValue: UInt
        /// A set of these bits.
        public init(rawValue: UInt) { self.rawValue = rawValue }
        /// No program of it can be run.
        public static let noExecution = Flags(rawValue: 8)
        /// No access times.
        public static let noAccessTime = Flags(rawValue: 1024)
    }

    /// Mounts a FUSE file system of type fuse.alara.
    /// - Parameters:
    ///   - device: /dev/fuse, opened for this mount.
    ///   - path: the mount point.
    ///   - options: the kernel's FUSE options, without fd=.
    ///   - flags: what else the mount forbids.
    public static func fuse(
        _ device: borrowing FileDescriptor, on path: String, options: String, flags: Flags
    ) throws(Errno) {
        try checked(unsafe alara_mount_fuse(device.rawValue, path, options, flags.rawValue))
    }

    /// Unmounts the topmost mount of a path, without following a symbolic link in its last component.
    /// - Parameter lazily: detach it at once, also while files of it are open (MNT_DETACH).
    /// - Throws: EBUSY while files of it are open, EINVAL when nothing is mounted there, EPERM for ordinary users.
    public static func unmount(_ path: String, lazily: Bool) throws(Errno) {
        let noFollow: Int32 = 8
        try checked(unsafe alara_unmount(path, noFollow | (lazily ? Int32(MNT_DETACH) : 0)))
    }
}
