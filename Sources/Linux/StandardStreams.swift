// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Standard input, output and error of this process.
public enum StandardStreams {
    /// Writes the line and a newline to standard error, in one write; an error is ignored.
    public static func writeError(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    }

    /// Writes all bytes to standard output.
    public static func writeOutput(_ bytes: [UInt8]) throws(Errno) {
        let output = FileDescriptor(owning: 1)
        do {
            try output.writeAll(bytes)
        } catch {
            _ = output.release()
            throw error
        }
        _ = output.release()
    }

    /// Cuts this process off from the terminal: all three become /dev/null, and the working directory /.
    public static func detach() throws(Errno) {
        let null = try FileDescriptor.open("/dev/null", .readWrite)
        for number: Int32 in 0...2 { try checkedErrno(dup2(null.rawValue, number)) }
        try checkedErrno(unsafe chdir("/"))
    }
}
