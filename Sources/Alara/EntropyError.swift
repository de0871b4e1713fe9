// SPDX-License-Identifier: Apache-2.0

/// Why a pool or a worker gave no bytes.
public enum EntropyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A count, a size or a quorum out of its range; the text says which.
    case invalid(String)
    /// The worker program was not found; the text says where it was looked for.
    case noWorkerProgram(String)
    /// A source did not start, or the system refused what a pool needs; the text says why.
    case failed(String)
    /// There is no worker of this id.
    case noSuchWorker(UInt64)
    /// Too few workers contributed within the time that the caller gave.
    case timedOut
    /// The pool or the worker has been stopped.
    case stopped

    /// One line.
    public var description: String {
        switch self {
        case .invalid(let what): what
        case .noWorkerProgram(let places): "alara-worker was not found; looked for in \(places)"
        case .failed(let reason): reason
        case .noSuchWorker(let id): "no worker has the id \(id)"
        case .timedOut: "too few workers contributed in time"
        case .stopped: "the pool has been stopped"
        }
    }
}
