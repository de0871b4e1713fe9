// SPDX-License-Identifier: Apache-2.0

import Channel
import Linux
import Synchronization

@testable import WorkerPool

/// A worker in this process: a thread on the other end of a member's segment, which may be told to hold its answers.
final class FakeWorker: Sendable {
    let member: Member
    private let end: WorkerEnd
    private let state = Mutex(State())

    private struct State {
        var holds = false
        var requests = 0
        var repeats = false
    }

    init(_ id: UInt64) throws {
        let segment = try ServerEnd.makeSegment()
        member = Member(id: id, incarnation: id, end: try ServerEnd(segment))
        end = try WorkerEnd(segment)
        end.say(.running)
        try Thread(name: "fake-\(id)") { [self] in run() }.detach()
    }

    /// Requests seen, answered or not.
    var requests: Int { state.withLock { $0.requests } }

    /// Holds the answers from here on, or gives those that were held.
    func hold(_ holds: Bool) {
        state.withLock { $0.holds = holds }
        member.end.ring()
    }

    /// Gives the same byte from here on.
    func repeatItself() { state.withLock { $0.repeats = true } }

    func stop() { member.end.askToStop() }

    private func run() {
        var seen: Set<[UInt32]> = []
        while !end.isStopped {
            let doorbell = end.doorbell
            guard let request = end.nextRequest(from: 0) else {
                end.sleep(since: doorbell)
                continue
            }
            let isNew = seen.insert([UInt32(request.lane), request.number]).inserted
            let holds = state.withLock { state in
                if isNew { state.requests += 1 }
                return state.holds
            }
            if holds { end.sleep(since: doorbell) } else { answer(request) }
        }
    }

    private func answer(_ request: WorkerEnd.Request) {
        let bytes = end.data(request)
        if state.withLock({ $0.repeats }) {
            bytes.initializeMemory(as: UInt8.self, repeating: 7)
        } else {
            try? KernelRandom.fill(bytes)
        }
        end.answer(request, .complete)
    }
}
