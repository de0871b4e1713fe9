// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Linux

/// Folders of this user alone.
enum TemporaryFolder {
    /// Makes one, of mode 0700, in $TMPDIR or /tmp, and gives its canonical path.
    static func make() throws(Errno) -> String {
        let parent = try CurrentProcess.resolved(CurrentProcess.environment("TMPDIR") ?? "/tmp")
        var template = Array("\(parent)/alara-bench-XXXXXX".utf8CString)
        // SAFETY: the array is terminated, and mkdtemp changes it in place.
        guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes an empty one that nothing is mounted on; whether it is gone.
    static func remove(_ path: String) -> Bool {
        // SAFETY: the path is lent as a terminated string for the call.
        unsafe rmdir(path) == 0 || errno == ENOENT
    }
}
