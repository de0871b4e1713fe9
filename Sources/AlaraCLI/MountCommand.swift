// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Holder
internal import Linux
internal import Logging

/// `alara mount MOUNTPOINT`
struct MountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mount", abstract: "Start a device and mount it, as root or as an ordinary user.",
        discussion: """
            Stays in the foreground until Ctrl-C or 'alara unmount', or with --background returns once the device answers.

            Examples:
              alara mount /mnt/alara
              alara mount --background --workers 5 --quorum 3 /mnt/alara
              alara mount --source kernel --source file:/dev/hwrng ~/random
            """)

    @Argument(help: "The directory to mount on.")
    var mountPoint: String

    @Option(help: "Workers of the source openssl, 0 to 64.")
    var workers = 3

    @Option(help: "Workers that must contribute to every block (default: 2, or 1 with one worker).")
    var quorum: Int?

    @Option(help: "One worker more, of this source: openssl, kernel, cpu or file:PATH. May be repeated.")
    var source: [String] = []

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp(
            "Mount options, separated by commas: allow_other, noexec, noatime and those of mount(8) itself.",
            valueName: "options"))
    var options: [String] = []

    @Option(
        help: ArgumentHelp(
            "While no server comes up, readers wait so long before the mount is given up; 0: for ever.",
            valueName: "seconds"))
    var giveUpAfter = 300

    @Flag(help: "Return once the device answers; it goes on as a daemon that logs to the system.")
    var background = false

    @Option(help: "The folder of alara-server and alara-worker.")
    var libexec: String?

    @Option(
        help: "The lowest level that is logged: trace, debug, info, notice, warning, error or critical.",
        transform: parseLogLevel)
    var logLevel = Logger.Level.info

    @Flag(help: .hidden)
    var floor = false

    @Option(help: .hidden)
    var readyDescriptor: Int32?

    func validate() throws {
        try validateCount(workers, source.isEmpty ? 1...64 : 0...64)
        for word in source { try validateWord(word) }
        try validateCount(sources.count, 1...64)
        guard giveUpAfter >= 0 else { throw ValidationError("--give-up-after takes seconds from 0 on") }
        if let quorum { try validateCount(quorum, 1...sources.count) }
    }

    func run() throws {
        let status = try background ? BackgroundStart(self).run() : Holder.run(configuration())
        guard status == 0 else { throw ExitCode(status) }
    }

    /// The source of every worker.
    var sources: [String] { floor ? ["floor"] : Array(repeating: "openssl", count: max(0, workers)) + source }

    /// What the holder is told.
    func configuration() throws(HolderError) -> HolderConfiguration {
        var configuration = HolderConfiguration(mountPoint: mountPoint, sources: sources)
        configuration.quorum = quorum
        configuration.options = try MountOptions(parsing: options)
        configuration.libexec = libexec
        configuration.giveUpSeconds = giveUpAfter == 0 ? nil : giveUpAfter
        configuration.logLevel = logLevel
        configuration.readyDescriptor = readyDescriptor
        return configuration
    }

    /// The command line of the same mount as a daemon.
    /// - Parameters:
    ///   - path: the canonical mount point.
    ///   - ready: the daemon's number for the descriptor on which it says that it answers.
    func daemonArguments(path: String, ready: Int32) -> [String] {
        var words = [
            "alara", "mount", "--workers=\(workers)", "--log-level=\(logLevel)", "--give-up-after=\(giveUpAfter)",
        ]
        words.append("--ready-descriptor=\(ready)")
        if let quorum { words.append("--quorum=\(quorum)") }
        words += source.map { "--source=\($0)" }
        words += options.flatMap { ["-o", $0] }
        if let libexec { words.append("--libexec=\(libexec)") }
        if floor { words.append("--floor") }
        return words + ["--", path]
    }
}

/// The level that a word names.
func parseLogLevel(_ word: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: word) else {
        let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(word)' is no log level; give one of \(known)")
    }
    return level
}
