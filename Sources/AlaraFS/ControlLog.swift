// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The last results of commands, as a read of `control` shows them.
final class ControlLog: Sendable {
    private static let most = 16
    private let lines = Mutex<[String]>([])

    func add(_ line: String) {
        lines.withLock { lines in
            lines.append(line)
            if lines.count > Self.most { lines.removeFirst() }
        }
    }

    /// Oldest first, one a line.
    var text: String {
        lines.withLock { $0.map { $0 + "\n" }.joined() }
    }
}
