// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The names in a directory.
public enum Folder {
    /// All but "." and "..", in the file system's order.
    public static func names(_ path: String) throws(Errno) -> [String] {
        guard let stream = unsafe opendir(path) else { throw Errno(rawValue: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // SAFETY: the kernel ends d_name with a zero; the entry is valid until the next readdir.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
