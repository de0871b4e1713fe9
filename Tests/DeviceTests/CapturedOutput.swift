// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file without a name that a child writes its output to, so that nobody has to read while it writes.
final class CapturedOutput: Sendable {
    let descriptor: Int32

    init() throws {
        var template = Array("/tmp/alara-output-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw Failure("cannot make a file for a child's output: \(String(cString: strerror(errno)))")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_APPEND)
        unlink(template)
    }

    deinit {
        close(descriptor)
    }

    /// All that was written so far.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(result.count))
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }

    var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}
