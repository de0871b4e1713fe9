// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// Takes mounts away, as root by umount2(2), as an ordinary user by fusermount3.
public enum Unmounter {
    /// Unmounts the topmost mount on a path.
    /// - Parameters:
    ///   - path: the canonical mount point.
    ///   - lazily: detach it at once, also while files of it are open.
    /// - Throws: `busy`, `notMounted`, `unmountForbidden` or `unmountFailed`.
    public static func unmount(_ path: String, lazily: Bool = false) throws(HolderError) {
        guard CurrentProcess.user == 0 else { return try Fusermount().unmount(path, lazily: lazily) }
        do {
            try Mount.unmount(path, lazily: lazily)
        } catch {
            throw explain(error, path)
        }
    }

    private static func explain(_ error: Errno, _ path: String) -> HolderError {
        switch error {
        case .busy: .busy(path)
        case .invalid, .noSuchFile: .notMounted(path)
        case .notPermitted, .accessDenied: .unmountForbidden(path)
        default: .unmountFailed(path, reason: "\(error)")
        }
    }
}
