// SPDX-License-Identifier: Apache-2.0

public import Linux

/// The worker's end of its segment: takes requests and answers them. Allocates nothing after `init`.
public struct WorkerEnd: Sendable {
    private let memory: SharedMemory

    /// A request of the server.
    public struct Request: Sendable {
        /// Where it stands and is answered.
        public let lane: Int
        /// Its number, echoed by the answer.
        public let number: UInt32
        /// Bytes wanted, at most a lane's capacity.
        public let count: Int
    }

    /// Maps the segment that the server made.
    /// - Throws: EINVAL when it is not one of this layout.
    public init(_ descriptor: borrowing FileDescriptor) throws(Errno) {
        memory = try SharedMemory(mapping: descriptor, size: SegmentLayout.size)
        guard memory.load32(SegmentLayout.magicWord) == SegmentLayout.magic,
            memory.load32(SegmentLayout.versionWord) == SegmentLayout.version
        else { throw .invalid }
    }

    /// Whether the server has asked this worker to end.
    public var isStopped: Bool { memory.load32(SegmentLayout.stop) != 0 }

    /// Says what the worker is; the caller then rings the server's socket.
    public func say(_ state: ContributorState, failure: StartFailure = .unknown) {
        memory.store32(SegmentLayout.failure, failure.rawValue)
        memory.store32(SegmentLayout.state, state.rawValue)
    }

    /// The doorbell as it is; to be read before looking for requests, so that none is missed.
    public var doorbell: UInt32 { memory.load32(SegmentLayout.doorbell) }

    /// Sleeps until the doorbell is no longer what it was, or the limit passes.
    public func sleep(since doorbell: UInt32, nanoseconds: Int64 = -1) {
        memory.store32(SegmentLayout.asleep, 1)
        if self.doorbell == doorbell {
            memory.wait32(SegmentLayout.doorbell, while: doorbell, nanoseconds: nanoseconds)
        }
        memory.store32(SegmentLayout.asleep, 0)
    }

    /// A request without an answer, from this lane on; nil when there is none.
    public func nextRequest(from first: Int) -> Request? {
        for step in 0..<SegmentLayout.laneCount {
            let lane = (first + step) % SegmentLayout.laneCount
            let number = memory.load32(SegmentLayout.request(lane))
            guard number != memory.load32(SegmentLayout.response(lane)) else { continue }
            let count = Int(memory.load32(SegmentLayout.requestLength(lane)))
            return Request(lane: lane, number: number, count: min(count, SegmentLayout.capacity(lane)))
        }
        return nil
    }

    /// The bytes to fill for this request. SAFETY for callers: valid while this value lives.
    public func data(_ request: Request) -> UnsafeMutableRawBufferPointer {
        unsafe memory.bytes(at: SegmentLayout.data(request.lane), count: request.count)
    }

    /// Says that a further step of bytes is there: whoever gets on is not late.
    public func makeStep() { memory.add32(SegmentLayout.steps, 1) }

    /// Answers: the status and the length first, then the number, then a call if the server sleeps.
    public func answer(_ request: Request, _ status: ResponseStatus) {
        let length = status == .complete ? UInt32(request.count) : 0
        memory.store32(SegmentLayout.responseLength(request.lane), length)
        memory.store32(SegmentLayout.responseStatus(request.lane), status.rawValue)
        makeStep()
        memory.store32(SegmentLayout.response(request.lane), request.number)
        if memory.load32(SegmentLayout.serverWaits(request.lane)) != 0 {
            memory.wake32(SegmentLayout.response(request.lane))
        }
    }
}
