// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// The directory to mount on, checked before anything is done to it.
public enum MountPoint {
    /// The type that the kernel shows for this project's mounts.
    public static let fileSystemType = "fuse.alara"

    /// The canonical path of a directory that the caller may mount on.
    ///
    /// The mount table is asked before the directory: one whose server is gone would not answer.
    public static func checked(_ path: String) throws(HolderError) -> String {
        let resolved = try resolve(path)
        let table = try attempt("read the mount table") { () throws(Errno) in try MountTable.current() }
        if table.entry(on: resolved)?.type == fileSystemType { throw .alreadyMounted(resolved) }
        let information = try look(at: resolved)
        guard information.isDirectory else { throw .mountPointNotDirectory(path) }
        let user = CurrentProcess.user
        guard user == 0 || information.owner == user || FileInformation.mayWrite(resolved) else {
            throw .mountPointForbidden(path)
        }
        return resolved
    }

    private static func resolve(_ path: String) throws(HolderError) -> String {
        do {
            return try CurrentProcess.resolved(path)
        } catch {
            throw explain(error, path)
        }
    }

    private static func look(at path: String) throws(HolderError) -> FileInformation {
        do {
            return try FileInformation(path)
        } catch {
            throw explain(error, path)
        }
    }

    private static func explain(_ error: Errno, _ path: String) -> HolderError {
        switch error {
        case .noSuchFile: .mountPointMissing(path)
        case .notDirectory: .mountPointNotDirectory(path)
        case .accessDenied: .mountPointForbidden(path)
        default: .mountPointUnreachable(path, error)
        }
    }
}
