// SPDX-License-Identifier: Apache-2.0

/// Where things stand in the memory that the server shares with one worker.
///
/// One page of words, then the data of the lanes. The server writes the request words and the doorbell, the worker
/// the rest; both may read all. A word that one side depends on is loaded once and checked.
///
///     0 magic   4 version   8 doorbell   12 worker asleep   16 worker state   20 stop   24 failure   28 steps made
///     256 + 64 × 2 × lane: request number, request length, server waits │ response number, status, length
///     4096 and on: the lanes' data, one behind the other
///
/// Lanes have uses: `single` ones for a draw of its own, `window` ones for what is kept ahead while a burst lasts,
/// `bulk` ones that large reads go through in turn.
public enum SegmentLayout {
    /// "ALRA", and the version of this layout.
    public static let magic: UInt32 = 0x414C_5241
    /// Raised with every change of the layout.
    public static let version: UInt32 = 4
    /// Lanes for draws of their own.
    public static let singleLanes = 0..<4
    /// Lanes for what is kept ahead.
    public static let windowLanes = 4..<6
    /// Lanes for large reads.
    public static let bulkLanes = 6..<14
    /// Exchanges that may be under way at once.
    public static let laneCount = bulkLanes.upperBound
    /// Bytes of one answer at the most: the largest request of a CTR_DRBG (SP 800-90A, table 3).
    public static let laneCapacity = 65536
    /// Bytes of an answer on a window's lane.
    public static let windowCapacity = 32768
    /// Bytes in all.
    public static let size = data(laneCount)
    /// Bytes of a step: a worker that makes none on any lane within the step's time is late.
    public static let step = 4096

    static let magicWord = 0
    static let versionWord = 4
    static let doorbell = 8
    static let asleep = 12
    static let state = 16
    static let stop = 20
    static let failure = 24
    static let steps = 28

    static func request(_ lane: Int) -> Int { 256 + 128 * lane }
    static func requestLength(_ lane: Int) -> Int { request(lane) + 4 }
    static func serverWaits(_ lane: Int) -> Int { request(lane) + 8 }
    static func response(_ lane: Int) -> Int { request(lane) + 64 }
    static func responseStatus(_ lane: Int) -> Int { response(lane) + 4 }
    static func responseLength(_ lane: Int) -> Int { response(lane) + 8 }
    static func data(_ lane: Int) -> Int {
        let windowsBefore = min(max(lane - windowLanes.lowerBound, 0), windowLanes.count)
        return 4096 + laneCapacity * (lane - windowsBefore) + windowCapacity * windowsBefore
    }

    /// Bytes of one answer on this lane.
    public static func capacity(_ lane: Int) -> Int {
        windowLanes.contains(lane) ? windowCapacity : laneCapacity
    }

    /// Stands in every response word of a worker that has ended; never a request's number.
    static let ended = UInt32.max
}

/// What a worker says of itself.
public enum ContributorState: UInt32, Sendable {
    /// Not yet ready to answer.
    case starting = 0
    /// Ready: self-test passed, sandbox on.
    case running = 1
    /// Its source is away: nothing to give, and it tries again by itself.
    case waiting = 2
    /// It cannot start or go on; `StartFailure` says why.
    case failed = 3
}

/// Why a worker did not start, told through the segment since it has no other voice.
public enum StartFailure: UInt32, Error, Sendable, CustomStringConvertible {
    /// No reason was given.
    case unknown = 0
    /// A known-answer test failed.
    case selfTest = 1
    /// A step of the sandbox failed.
    case sandbox = 2
    /// The processor has no RDSEED.
    case noProcessorSeed = 3
    /// The cryptographic library did not start.
    case library = 4
    /// The source is not one that a worker can have.
    case source = 5

    /// For a log.
    public var description: String {
        switch self {
        case .unknown: "no reason given"
        case .selfTest: "self-test failed"
        case .sandbox: "sandbox refused by the kernel"
        case .noProcessorSeed: "this processor has no RDSEED"
        case .library: "OpenSSL did not start"
        case .source: "no such source"
        }
    }
}

/// The status word of a response.
public enum ResponseStatus: UInt32, Sendable {
    /// The data area holds the bytes asked for.
    case complete = 1
    /// The source is away: no bytes.
    case away = 2
    /// The request was not one that a worker answers.
    case refused = 3
}
