// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization
internal import WorkerPool

/// Draws of a waiting caller.
enum Drawing {
    private static let tokens = Atomic<UInt64>(1)

    /// Waits for the bytes of one draw.
    static func draw(
        _ count: Int, from pool: WorkerPool, _ target: Draw.Target, until deadline: Deadline?
    ) throws(EntropyError) -> [UInt8] {
        let token = tokens.add(1, ordering: .relaxed).newValue
        let done = Latch()
        let result = Slot<Result<[UInt8], EntropyError>>()
        let late = Flag()
        let draw = Draw(
            token: token, count: count, target: target, isCancelled: { late.isSet }
        ) { outcome in
            switch outcome {
            case .bytes(let bytes): result.put(.success(unsafe Array(bytes)))
            case .wouldWait, .cancelled: result.put(.failure(.timedOut))
            case .gone: result.put(.failure(.stopped))
            }
            done.open()
        }
        pool.submit(draw)
        if !done.wait(until: deadline) {
            late.set()
            pool.cancel(token)
            done.wait()
        }
        guard let outcome = result.take() else { throw .stopped }
        return try outcome.get()
    }
}

/// Something that becomes true once.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}

/// A place for one value between two threads.
final class Slot<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func put(_ new: Value) { value.withLock { $0 = new } }

    func take() -> Value? {
        value.withLock { value in
            defer { value = nil }
            return value
        }
    }
}
