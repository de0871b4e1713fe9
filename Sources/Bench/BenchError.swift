// SPDX-License-Identifier: Apache-2.0

internal import Holder
public import Linux

/// Why a benchmark gave no result. The description is one line that says what to do.
public enum BenchError: Error, Equatable, CustomStringConvertible {
    /// `alara mount` ended with this status, and has said itself why.
    case mountFailed(Int32)
    /// A call of the system failed that should not.
    case system(String, Errno)
    /// A file cannot be read, or gave less than asked for.
    case unreadable(String, Errno?)
    /// The file for the plot cannot be written.
    case unwritable(String, Errno)
    /// A step took longer than it may.
    case stalled(String)
    /// A signal of this number asked to end.
    case interrupted(Int32)

    /// One line; empty when it was said already.
    public var description: String {
        switch self {
        case .mountFailed: ""
        case .system(let what, let error): "cannot \(what): \(error); try again"
        case .unreadable(let path, let error?): "cannot read \(path): \(error); try alara mount by itself"
        case .unreadable(let path, nil): "\(path) gave less than was asked for; try alara mount by itself"
        case .unwritable(let path, let error): "cannot write \(path): \(error); name another file"
        case .stalled(let step): "no progress with: \(step); try alara mount by itself"
        case .interrupted: "interrupted; nothing is left mounted"
        }
    }

    /// The exit status of the program, one of sysexits.h or, after a signal, 128 and its number.
    public var exitStatus: Int32 {
        switch self {
        case .mountFailed(let status): status
        case .system: Sysexits.systemError.rawValue
        case .unreadable: Sysexits.inputOutput.rawValue
        case .unwritable: Sysexits.cannotCreate.rawValue
        case .stalled: Sysexits.unavailable.rawValue
        case .interrupted(let signal): 128 + signal
        }
    }
}

/// Names what was attempted in the error of a system call.
func attempt<Value: ~Copyable>(_ what: String, _ body: () throws(Errno) -> Value) throws(BenchError) -> Value {
    do { return try body() } catch { throw .system(what, error) }
}
