// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A named pipe in a folder of its own, a source that is away until somebody writes.
final class FIFO: Sendable {
    let path: String
    private let folder: String

    init() throws {
        var template = Array("/tmp/alara-unit-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no folder in /tmp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/fifo"
        guard mkfifo(path, 0o666) == 0 else { throw Failure(description: "no FIFO in \(folder)") }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes random bytes, as many as a pipe holds at once; a reader must have it open.
    func write(count: Int) throws {
        precondition(count <= 65536)
        let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(description: "nobody reads \(path)") }
        defer { close(descriptor) }
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard Glibc.write(descriptor, bytes, count) == count else { throw Failure(description: "short write") }
    }
}
