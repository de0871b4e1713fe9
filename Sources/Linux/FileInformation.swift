// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What stat(2) says of a file.
public struct FileInformation: Sendable {
    /// Whether it is a directory.
    public let isDirectory: Bool
    /// The user that owns it.
    public let owner: UInt32

    /// Asks, following symbolic links. The file system of the file answers, which may take as long as it likes.
    public init(_ path: String) throws(Errno) {
        var information = stat()
        // SAFETY: the C function fills the struct that it is given.
        try checkedErrno(unsafe stat(path, &information))
        isDirectory = information.st_mode & S_IFMT == S_IFDIR
        owner = information.st_uid
    }

    /// Whether the caller may read and write the file, by its real user as access(2).
    public static func mayReadAndWrite(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK) == 0 }

    /// Whether the caller may write the file or, of a directory, make names in it.
    public static func mayWrite(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }
}
