// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// A folder of the test's own, which every user may enter.
struct TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/alara-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure("cannot make a folder in /tmp: \(String(cString: strerror(errno)))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o755)
    }

    /// Removes it with all that is in it. Whatever a test has left mounted there fails the test and is detached.
    func remove() {
        for point in MountTable.points(below: path).reversed() {
            Issue.record("left mounted: \(point)")
            umount2(point, Int32(MNT_DETACH))
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Makes a FIFO in it and gives its path.
    func makeFIFO(_ name: String) throws -> String {
        let fifo = "\(path)/\(name)"
        guard mkfifo(fifo, 0o666) == 0 else {
            throw Failure("cannot make the FIFO \(fifo): \(String(cString: strerror(errno)))")
        }
        return fifo
    }
}
