// SPDX-License-Identifier: Apache-2.0

/// Exit statuses of the programs, those of sysexits.h.
public enum Sysexits: Int32, Sendable {
    /// EX_USAGE: the command line is wrong.
    case usage = 64
    /// EX_NOINPUT: what was named does not exist or cannot be read.
    case noInput = 66
    /// EX_UNAVAILABLE: something that is needed is missing.
    case unavailable = 69
    /// EX_OSERR: the system refused what should work.
    case systemError = 71
    /// EX_CANTCREAT: the mount cannot be made.
    case cannotCreate = 73
    /// EX_IOERR: reading or writing failed.
    case inputOutput = 74
    /// EX_TEMPFAIL: try again later.
    case temporaryFailure = 75
    /// EX_NOPERM: the caller may not.
    case noPermission = 77
}
