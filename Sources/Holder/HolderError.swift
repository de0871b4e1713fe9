// SPDX-License-Identifier: Apache-2.0

public import Linux

/// Why a device was not mounted or unmounted. The description is one line that says what to do.
public enum HolderError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mount point does not exist.
    case mountPointMissing(String)
    /// The mount point is no directory.
    case mountPointNotDirectory(String)
    /// The mount point cannot be looked at.
    case mountPointUnreachable(String, Errno)
    /// An ordinary user may not mount there.
    case mountPointForbidden(String)
    /// A device of alara is mounted there.
    case alreadyMounted(String)
    /// This mount option cannot be had, for this reason.
    case optionRefused(String, String)
    /// The kernel's FUSE device is missing.
    case fuseMissing
    /// The caller may not open the kernel's FUSE device.
    case fuseForbidden
    /// The kernel's FUSE device cannot be opened.
    case fuseUnusable(Errno)
    /// The program that mounts for ordinary users is missing.
    case fusermountMissing
    /// A program of alara's own is in none of these folders.
    case programMissing(String, folders: [String])
    /// The mount was refused with this reason.
    case mountRefused(String, reason: String)
    /// Files of the mount are open.
    case busy(String)
    /// Nothing is mounted there.
    case notMounted(String)
    /// The caller may not unmount it.
    case unmountForbidden(String)
    /// Unmounting failed for another reason.
    case unmountFailed(String, reason: String)
    /// A call of the system failed that should not.
    case system(String, Errno)

    /// The message and the exit status of the program.
    public var description: String { explanation.message }
    /// The exit status of a program that ends with this error.
    public var status: Sysexits { explanation.status }
}

extension HolderError {
    private var explanation: (message: String, status: Sysexits) {
        switch self {
        case .mountPointMissing(let path): ("\(path) does not exist; create it with mkdir", .noInput)
        case .mountPointNotDirectory(let path): ("\(path) is not a directory; name an empty one", .noInput)
        case .mountPointUnreachable(let path, let error):
            ("cannot look at \(path): \(error); name another directory", .noInput)
        case .mountPointForbidden(let path):
            ("\(path) is not yours to mount on; name a directory that you own, or run as root", .noPermission)
        case .alreadyMounted(let path):
            ("\(path) is already mounted; end it with: alara unmount \(path)", .cannotCreate)
        case .optionRefused(let option, let reason): ("mount option '\(option)' \(reason)", .usage)
        default: mounting
        }
    }

    private var mounting: (message: String, status: Sysexits) {
        switch self {
        case .fuseMissing:
            ("/dev/fuse is missing; load it with modprobe fuse, or give the container --device /dev/fuse", .unavailable)
        case .fuseForbidden:
            ("/dev/fuse may not be opened by this user; run as root, or as root: chmod 666 /dev/fuse", .noPermission)
        case .fuseUnusable(let error): ("/dev/fuse cannot be opened: \(error); try modprobe fuse", .unavailable)
        case .fusermountMissing:
            ("fusermount3 is missing; install the package fuse3, or run as root", .unavailable)
        case .programMissing(let name, let folders):
            (
                "program \(name) is not in \(folders.joined(separator: " or ")); say where with --libexec DIR",
                .unavailable
            )
        case .mountRefused(let path, let reason):
            ("cannot mount on \(path): \(reason); check the directory and the mount options", .cannotCreate)
        default: unmounting
        }
    }

    private var unmounting: (message: String, status: Sysexits) {
        switch self {
        case .busy(let path):
            ("\(path) is busy; close its files, or: alara unmount --force \(path)", .temporaryFailure)
        case .notMounted(let path): ("nothing is mounted on \(path); see: findmnt -t fuse.alara", .noInput)
        case .unmountForbidden(let path):
            ("\(path) may not be unmounted by this user; ask who mounted it, or run as root", .noPermission)
        case .unmountFailed(let path, let reason):
            ("cannot unmount \(path): \(reason); try: alara unmount --force \(path)", .systemError)
        case .system(let what, let error): ("\(what): \(error); try again", .systemError)
        default: ("internal error", .systemError)
        }
    }
}

/// Names what was attempted in the error of a system call.
func attempt<Value: ~Copyable>(_ what: String, _ body: () throws(Errno) -> Value) throws(HolderError) -> Value {
    do { return try body() } catch { throw .system("cannot \(what)", error) }
}
