// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `alara add [SOURCE]`
struct AddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a worker to the pool.",
        discussion: """
            SOURCE is openssl (default), kernel, cpu, or file:PATH of a character device or FIFO.

            Examples:
              alara add
              alara add file:/dev/hwrng
            """)

    @Argument(help: "Where the worker's bytes come from.")
    var source: String?

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateWord(source ?? "openssl") }

    func run() throws { try Control.send(source.map { "add \($0)" } ?? "add", to: device.find()) }
}

/// `alara remove ID`
struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Stop a worker for good; refused when the quorum would not be met.",
        discussion: "Example: alara remove 3")

    @Argument(help: "The worker's id, as nodes shows it.")
    var id: Int

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateCount(id, 1...Int.max) }

    func run() throws { try Control.send("remove \(id)", to: device.find()) }
}

/// `alara restart ID`
struct RestartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Replace a worker's process by a new one.",
        discussion: "Example: alara restart 3")

    @Argument(help: "The worker's id, as nodes shows it.")
    var id: Int

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateCount(id, 1...Int.max) }

    func run() throws { try Control.send("restart \(id)", to: device.find()) }
}

/// `alara quorum N`
struct QuorumCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quorum", abstract: "Set how many workers must contribute to every block.",
        discussion: "Example: alara quorum 2")

    @Argument(help: "Workers, 1 to the size of the pool.")
    var count: Int

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateCount(count, 1...64) }

    func run() throws { try Control.send("quorum \(count)", to: device.find()) }
}

/// Refuses what would not stay one word on a line of `control`.
func validateWord(_ word: String) throws {
    guard !word.isEmpty, word.utf8.allSatisfy({ (33...126).contains($0) }) else {
        throw ValidationError("'\(word)' is no source; give openssl, kernel, cpu or file:PATH")
    }
}
