// SPDX-License-Identifier: Apache-2.0

internal import Holder
internal import Linux

/// Why a command failed. The description is one line that says what to do.
enum CLIError: Error, Equatable, CustomStringConvertible {
    /// No device is mounted.
    case noMount
    /// Several devices are mounted, on these paths.
    case severalMounts([String])
    /// No device is mounted on this path.
    case notAMount(String)
    /// A file of the device cannot be read.
    case unreadable(String, Errno)
    /// The device's file ended before it gave what was asked for.
    case cutShort(String)
    /// Standard output does not take the result.
    case outputFailed(Errno)
    /// `control` may not be written by this user.
    case controlForbidden(String)
    /// `control` refused a command for this reason.
    case controlRefused(command: String, reason: String, Errno)
    /// Files of the device are open, in these programs.
    case busy(String, users: [String])
    /// The holder of this process id is another user's.
    case holderForbidden(Int32)
    /// The process of this id, the holder, does not end.
    case holderStays(Int32)
    /// The mount is still there after its holder was told to end.
    case mountStays(String)
    /// The holder of the device on this path is not found.
    case noHolder(String)
    /// The device on this path is still served by the old server.
    case notUpgraded(String)
    /// The daemon did not say in time that it answers.
    case notReady(String)
    /// A call of the system failed that should not.
    case system(String, Errno)

    var description: String { explanation.message }

    /// The exit status of the program.
    var status: Sysexits { explanation.status }
}

extension CLIError {
    private var explanation: (message: String, status: Sysexits) {
        switch self {
        case .noMount: ("no device is mounted; start one with: alara mount MOUNTPOINT", .unavailable)
        case .severalMounts(let paths):
            ("several devices are mounted: \(paths.joined(separator: ", ")); name one with --at MOUNTPOINT", .usage)
        case .notAMount(let path):
            ("no device is mounted on \(path); start one with: alara mount \(path)", .unavailable)
        case .unreadable(let path, .accessDenied):
            ("\(path) may not be read by this user; run as the user that mounted it", .noPermission)
        case .unreadable(let path, .notConnected):
            ("\(path): nobody serves this mount any more; take it away with: alara unmount", .unavailable)
        case .unreadable(let path, let error): ("cannot read \(path): \(error); see: alara status", .inputOutput)
        case .cutShort(let path): ("\(path) ended too early; see: alara status", .inputOutput)
        case .outputFailed(let error): ("cannot write the result: \(error); check standard output", .inputOutput)
        default: controlling
        }
    }

    private var controlling: (message: String, status: Sysexits) {
        switch self {
        case .controlForbidden(let path):
            ("\(path) may not be written by this user; run as the user that mounted it", .noPermission)
        case .controlRefused(let command, let reason, let error):
            ("'\(command)' was refused: \(reason); see: alara nodes", Self.status(of: error))
        case .busy(let path, let users):
            ("\(path) is busy\(Self.list(users)), or: alara unmount --force \(path)", .temporaryFailure)
        case .holderForbidden(let pid):
            ("process \(pid) may not be ended by this user; run as root or as who mounted", .noPermission)
        case .holderStays(let pid): ("process \(pid) does not end; try: kill -9 \(pid)", .temporaryFailure)
        case .mountStays(let path): ("\(path) is still mounted; try: umount --lazy \(path)", .temporaryFailure)
        case .noHolder(let path):
            ("the holder of \(path) is not found; look for it with: pgrep -a alara", .unavailable)
        case .notUpgraded(let path):
            ("\(path) is still served by the old server; the log of alara mount says why", .temporaryFailure)
        case .notReady(let path):
            ("the device on \(path) did not answer in time; try without --background to see why", .unavailable)
        case .system(let what, let error): ("\(what): \(error); try again", .systemError)
        default: ("internal error", .systemError)
        }
    }

    private static func list(_ users: [String]) -> String {
        users.isEmpty ? "; close its files" : ", in use by \(users.joined(separator: ", ")); end these programs"
    }

    /// What `control`'s errors mean for the caller.
    static func status(of error: Errno) -> Sysexits {
        switch error {
        case .invalid: .usage
        case .noSuchFile: .noInput
        case .noSpace, .again: .temporaryFailure
        case .inputOutput: .unavailable
        default: .inputOutput
        }
    }
}
