// SPDX-License-Identifier: Apache-2.0

import Linux
import Synchronization

@testable import Channel

/// A place for a value between threads.
final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// Both ends of one segment in this process, and a mapping of its own to look and to lie with.
final class Rig: Sendable {
    let server: ServerEnd
    let worker: WorkerEnd
    let memory: SharedMemory

    init() throws {
        let segment = try ServerEnd.makeSegment()
        server = try ServerEnd(segment)
        worker = try WorkerEnd(segment)
        memory = try SharedMemory(mapping: segment, size: SegmentLayout.size)
    }

    /// A moment that has passed: whoever has not answered is late at once.
    static let past = Deadline(nanoseconds: 0)
    /// A moment that no passing test reaches.
    static var far: Deadline { .after(milliseconds: 60_000) }

    /// The bytes of a lane's data area as they stand in memory.
    func data(_ lane: Int, count: Int? = nil) -> [UInt8] {
        Array(memory.bytes(at: SegmentLayout.data(lane), count: count ?? SegmentLayout.capacity(lane)))
    }

    /// Asks, and wakes the worker.
    func post(lane: Int, count: Int) -> Bool {
        defer { server.ring() }
        return server.post(lane: lane, count: count)
    }

    /// The request on this lane, which must be there.
    func request(_ lane: Int) throws -> WorkerEnd.Request {
        guard let request = worker.nextRequest(from: lane), request.lane == lane else {
            throw WaitedInVain(description: "there is no request on lane \(lane)")
        }
        return request
    }

    /// Answers as a good worker: every byte is `value`.
    func answer(_ lane: Int, filling value: UInt8) throws {
        let request = try request(lane)
        worker.data(request).initializeMemory(as: UInt8.self, repeating: value)
        worker.answer(request, .complete)
    }

    /// Answers whatever is asked, in a thread, until it is asked to stop: byte i of request n is n + i.
    func startWorker() throws -> Linux.Thread {
        try Linux.Thread(name: "worker") { [worker] in
            var lane = 0
            while !worker.isStopped {
                let doorbell = worker.doorbell
                guard let request = worker.nextRequest(from: lane) else {
                    worker.sleep(since: doorbell)
                    continue
                }
                lane = request.lane + 1
                let bytes = worker.data(request)
                for place in bytes.indices { bytes[place] = Self.byte(request.number, place) }
                worker.answer(request, .complete)
            }
        }
    }

    static func byte(_ number: UInt32, _ place: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: Int(number) &+ place)
    }
}
