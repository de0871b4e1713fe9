// SPDX-License-Identifier: Apache-2.0

internal import FUSE
internal import Journal
internal import Synchronization

/// Places of the journal for requests that wait longer than the thread that received them.
final class WaitingRequests: Sendable {
    private let journal: Journal
    private let free = Mutex<[Int]>([])

    init(_ journal: Journal) {
        self.journal = journal
    }

    /// Takes all places but those that hold requests of an earlier server, once that one has ended.
    func begin() {
        let places = (0..<Journal.mostWaiting).reversed().filter { journal.waiting(at: $0) == nil }
        free.withLock { $0 = places }
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

/// Places of the journal for WRITEs to control that are under way.
final class KeptWrites: Sendable {
    private let journal: Journal
    private let free = Mutex<[Int]>([])

    init(_ journal: Journal) {
        self.journal = journal
    }

    /// Takes all places but those that hold a WRITE of an earlier server, once that one has ended.
    func begin() {
        let places = (0..<Journal.mostWrites).filter { journal.keptWrite(at: $0) == nil }
        free.withLock { $0 = places }
    }

    /// Keeps the WRITE that the calling thread processes; nil when it is too long or there are too many.
    func keep() -> Int? {
        guard let message = unsafe Message.current, message.count <= Journal.longestWrite else { return nil }
        guard let place = free.withLock({ $0.popLast() }) else { return nil }
        unsafe journal.keepWrite(message, at: place)
        return place
    }

    /// Lets go of a WRITE.
    func drop(_ place: Int) {
        journal.dropWrite(at: place)
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
