// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What this process is and may do.
public enum CurrentProcess {
    /// Its id.
    public static var pid: Int32 { getpid() }
    /// Its effective user.
    public static var user: UInt32 { geteuid() }
    /// Its effective group.
    public static var group: UInt32 { getegid() }

    /// Ends this process at once: nothing is closed, flushed or called before.
    public static func leave(status: Int32) -> Never { _exit(status) }

    /// Processors that it may run on.
    public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The folder of the running program, resolved.
    public static var programFolder: String? {
        guard let path = linkTarget("/proc/self/exe") else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return String(path[..<slash])
    }

    /// Where a symbolic link points, nil when it cannot be read.
    public static func linkTarget(_ path: String) -> String? {
        let size = Int(PATH_MAX)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = unsafe max(0, readlink(path, base, size))
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// The absolute path without links and dots, as realpath(3).
    public static func resolved(_ path: String) throws(Errno) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw Errno(rawValue: errno) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The user and group of a name in the system's user database.
    public static func identity(of name: String) -> (user: UInt32, group: UInt32)? {
        guard let entry = unsafe getpwnam(name) else { return nil }
        return unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    /// Whether the caller may execute the file.
    public static func mayExecute(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

    /// A variable of the environment.
    public static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
