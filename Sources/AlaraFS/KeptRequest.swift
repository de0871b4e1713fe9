// SPDX-License-Identifier: Apache-2.0

internal import FUSE
internal import Journal
internal import Synchronization

/// Places of the journal for requests that wait longer than the thread that received them.
final class WaitingRequests: Sendable {
    private let journal: Journal
    private let free: Mutex<[Int]>

    /// All places but those that hold requests of an earlier server.
    init(_ journal: Journal) {
        self.journal = journal
        free = Mutex((0..<Journal.mostWaiting).reversed().filter { journal.waiting(at: $0) == nil })
    }

    /// Keeps the request that the calling thread processes; nil when there is none or no place.
    func keep() -> Int? {
        guard let message = unsafe Message.current, message.count <= Journal.longestWaiting else { return nil }
        guard let place = free.withLock({ $0.popLast() }) else { return nil }
        unsafe journal.keepWaiting(message, at: place)
        return place
    }

    /// Lets go of a request.
    func drop(_ place: Int) {
        journal.dropWaiting(at: place)
        free.withLock { $0.append(place) }
    }
}

/// One request that may come to wait: kept in the journal from its first wait to its reply, so that a successor of this
/// server processes it again.
final class KeptRequest: Sendable {
    private let requests: WaitingRequests
    private let number = Message.request
    private let place = Mutex<Int?>(nil)

    /// The request that the calling thread processes.
    init(_ requests: WaitingRequests) {
        self.requests = requests
    }

    deinit {
        if let place = place.withLock({ $0 }) { requests.drop(place) }
    }

    /// Keeps it beyond this server.
    func leave() {
        keep()
        place.withLock { $0 = nil }
    }

    /// Keeps it, once, while the thread that received it still has it.
    func keep() {
        place.withLock { place in
            if place == nil, Message.request == number { place = requests.keep() }
        }
    }
}
