// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Holder
internal import Linux

/// The program `alara`.
public enum AlaraProgram {
    /// Runs one command line, without the program's name. Errors of the commands are one line on standard error that
    /// says what to do; a wrong command line is answered with its usage.
    /// - Returns: the exit status, those of sysexits.h.
    public static func run(_ arguments: [String]) -> Int32 {
        do {
            var command = try AlaraCommand.parseAsRoot(arguments)
            try command.run()
            return 0
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        switch error {
        case let error as CLIError: fail(error.description, error.status)
        case let error as HolderError: fail(error.description, error.status)
        default: AlaraCommand.exit(withError: error)
        }
    }

    private static func fail(_ message: String, _ status: Sysexits) -> Int32 {
        StandardStreams.writeError("alara: \(message)")
        return status.rawValue
    }
}

/// The command line.
struct AlaraCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alara",
        abstract: "Random bytes mixed from a supervised pool of workers, as a device that any program can read.",
        discussion: """
            Every 32 bytes read are SHA3-256 over fresh bytes of every worker and of the kernel.

            Examples:
              alara mount --background /mnt/alara
              alara bytes 32 | xxd -p
              alara nodes
              alara unmount
            """,
        version: "alara 0.1.0",
        subcommands: [
            MountCommand.self, UnmountCommand.self, BytesCommand.self, BitsCommand.self, IntCommand.self,
            NodesCommand.self, StatusCommand.self, AddCommand.self, RemoveCommand.self, RestartCommand.self,
            QuorumCommand.self, UpgradeCommand.self, BenchCommand.self,
        ])
}
