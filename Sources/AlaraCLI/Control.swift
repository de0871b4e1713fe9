// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// Commands to a device through its file `control`.
enum Control {
    private static let writeOnly = FileDescriptor.Mode(rawValue: 1)

    /// Gives one command and waits for its result.
    /// - Throws: `controlRefused` with the reason that `control` shows.
    static func send(_ command: String, to device: Device) throws(CLIError) {
        let path = "\(device.path)/control"
        let file = try open(path)
        do {
            try file.writeAll(Array((command + "\n").utf8))
        } catch {
            let text = (try? device.contents("control")) ?? []
            let shown = lastResult(of: command, in: String(decoding: text, as: UTF8.self))
            throw .controlRefused(command: command, reason: shown ?? "\(error)", error)
        }
    }

    private static func open(_ path: String) throws(CLIError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, writeOnly)
        } catch {
            throw error == .accessDenied ? .controlForbidden(path) : .unreadable(path, error)
        }
    }

    /// The reason in the last line `error: [COMMAND: ]REASON` of `control`'s text; nil when there is none.
    static func lastResult(of command: String, in text: String) -> String? {
        let prefix = "error: "
        guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix(prefix) }) else { return nil }
        let rest = line.dropFirst(prefix.utf8.count)
        return String(rest.hasPrefix("\(command): ") ? rest.dropFirst(command.utf8.count + 2) : rest)
    }
}
