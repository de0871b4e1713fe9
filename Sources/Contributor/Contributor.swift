// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux

/// The loop of a worker: takes requests from its segment and answers each from its source, until it is asked to end.
///
/// It runs under the system call filter: nothing here allocates, opens or locks.
struct Contributor<Bytes: Source & ~Copyable>: ~Copyable {
    private let end: WorkerEnd
    private let socket: FileDescriptor
    private var source: Bytes
    private var isAway = false
    private var lane = 0

    init(_ end: WorkerEnd, socket: consuming FileDescriptor, source: consuming Bytes) {
        self.end = end
        self.socket = socket
        self.source = source
    }

    /// Does not return: what closes and unmaps on a way out is denied by the filter.
    mutating func run() {
        isAway = !source.isPresent()
        announce(isAway ? .waiting : .running)
        var pause: Int64 = Self.shortestPause
        while !end.isStopped {
            let doorbell = end.doorbell
            if let request = end.nextRequest(from: lane) {
                answer(request)
            } else if !isAway {
                end.sleep(since: doorbell)
            } else if source.isPresent() {
                isAway = false
                announce(.running)
                pause = Self.shortestPause
            } else {
                end.sleep(since: doorbell, nanoseconds: pause)
                pause = min(2 * pause, Self.longestPause)
            }
        }
        CurrentProcess.leave(status: 0)
    }

    private static var shortestPause: Int64 { 10_000_000 }
    private static var longestPause: Int64 { 1_000_000_000 }

    private mutating func answer(_ request: WorkerEnd.Request) {
        lane = request.lane + 1
        guard request.count > 0 else { return end.answer(request, .refused) }
        let end = self.end
        guard !isAway, unsafe source.fill(end.data(request), step: { end.makeStep() }) else {
            if !isAway {
                isAway = true
                announce(.waiting)
            }
            return end.answer(request, .away)
        }
        end.answer(request, .complete)
    }

    /// The state stands in the segment; a byte on the socket makes the server look.
    private func announce(_ state: ContributorState) {
        end.say(state)
        try? socket.writeAll([UInt8(state.rawValue)])
    }
}
