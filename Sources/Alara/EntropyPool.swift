// SPDX-License-Identifier: Apache-2.0

public import BigInt
internal import Entropy
internal import Linux
internal import Logging
internal import OpenSSL
internal import WorkerPool

/// A supervised pool of worker processes, in the program that makes it: the device's promises without the device.
///
/// Every 32-byte block that it gives is the SHA3-256 of 32 fresh bytes of every worker that contributed and of 32 bytes
/// of the kernel's; fewer than `quorum` contributions never become output. The workers are processes of their own,
/// sandboxed, and end with the pool. May be used from any thread; the methods wait, so do not call them from code that
/// must not (an actor, a task of the cooperative pool) without need.
///
/// ```swift
/// let pool = try EntropyPool(workers: 3)
/// let key = try pool.randomBytes(count: 32)
/// ```
public final class EntropyPool: Sendable {
    private let pool: WorkerPool

    /// A worker of a pool.
    public struct Node: Sendable, Hashable {
        /// Its id, never used again in this pool.
        public let id: UInt64
        /// Its process, nil while it has none.
        public let pid: Int32?
        /// Its source.
        public let source: Source
        /// `starting`, `running`, `waiting`, `restarting`, `parked` or `stopping`.
        public let state: String
        /// How often it was started again.
        public let restarts: Int
        /// Bytes of it that went into output.
        public let contributedBytes: UInt64
    }

    /// Starts a pool and waits until its workers are up.
    /// - Parameters:
    ///   - workers: how many with the source `openssl`.
    ///   - sources: further workers.
    ///   - quorum: contributions that every block needs; min(2, workers) when nil.
    ///   - workerProgram: the path of alara-worker; nil: beside the running program or in libexec.
    /// - Throws: `invalid`, `noWorkerProgram`, or `failed` when a worker does not start.
    public init(
        workers: Int = 3, sources: [Source] = [], quorum: Int? = nil, workerProgram: String? = nil
    ) throws(EntropyError) {
        guard workers >= 0 else { throw .invalid("a pool cannot have \(workers) workers") }
        guard workers <= 64, workers + sources.count <= 64 else { throw .invalid("a pool has at most 64 workers") }
        let all = Array(repeating: EntropySource.openssl, count: workers) + sources.map(\.entropySource)
        pool = try Self.start(all, quorum, WorkerProgramPath.find(workerProgram))
        let up = Latch()
        pool.whenStarted { up.open() }
        guard up.wait(until: .after(milliseconds: 5000 * (all.count + 1))) else { throw .timedOut }
        if let reason = pool.ended { throw .failed(reason) }
    }

    private static func start(
        _ sources: [EntropySource], _ quorum: Int?, _ program: String
    ) throws(EntropyError) -> WorkerPool {
        do {
            try Library.start()
            let configuration = try PoolConfiguration(sources: sources, quorum: quorum, program: .path(program))
            return try WorkerPool(
                configuration, logger: Logger(label: "alara", factory: { _ in SwiftLogNoOpLogHandler() }))
        } catch let error as PoolError {
            throw .invalid("\(error)")
        } catch {
            throw .failed("\(error)")
        }
    }

    deinit {
        pool.stop()
    }

    /// Bytes or bits of one call at the most.
    public static let largest = 1 << 31

    /// Mixed bytes.
    /// - Parameters:
    ///   - count: how many, from 0 to `largest`.
    ///   - timeout: how long to wait below the quorum; nil: as long as it takes.
    public func randomBytes(count: Int, timeout: Duration? = nil) throws(EntropyError) -> [UInt8] {
        guard (0...Self.largest).contains(count) else { throw .invalid("cannot give \(count) bytes") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        let deadline = timeout.map { Deadline.after(milliseconds: $0.milliseconds) }
        while bytes.count < count {
            let part = min(count - bytes.count, Draw.largest)
            bytes += try Drawing.draw(part, from: pool, .mixed, until: deadline)
        }
        return bytes
    }

    /// Mixed bits, each 0 or 1.
    /// - Parameter count: how many, from 0 to `largest`.
    public func randomBits(count: Int, timeout: Duration? = nil) throws(EntropyError) -> [UInt8] {
        guard (0...Self.largest).contains(count) else { throw .invalid("cannot give \(count) bits") }
        var bytes = try randomBytes(count: (count + 7) / 8, timeout: timeout)
        defer { wipe(&bytes) }
        return (0..<count).map { bytes[$0 / 8] >> UInt8(7 - $0 % 8) & 1 }
    }

    /// A number, uniform in 0 ... 2^bits − 1.
    /// - Parameter bits: the number of bits, from 1 to `largest`.
    public func randomInt(bits: Int, timeout: Duration? = nil) throws(EntropyError) -> BigUInt {
        guard (1...Self.largest).contains(bits) else { throw .invalid("a number of \(bits) bits has no value") }
        var bytes = try randomBytes(count: (bits + 7) / 8, timeout: timeout)
        defer { wipe(&bytes) }
        let number = unsafe bytes.withUnsafeBytes { unsafe BigUInt($0) }
        return number >> (8 * bytes.count - bits)
    }

    /// The workers as the supervisor has them at this moment, in ascending id.
    public var nodes: [Node] {
        pool.report().workers.compactMap { worker in
            guard let source = Source(worker.source) else { return nil }
            return Node(
                id: worker.id, pid: worker.pid, source: source, state: worker.state.rawValue,
                restarts: worker.restarts, contributedBytes: worker.contributedBytes)
        }
    }

    /// Contributions that every block needs.
    public var quorum: Int { pool.report().quorum }

    /// Adds a worker and waits until it is up; its id.
    @discardableResult
    public func addNode(source: Source = .openssl) throws(EntropyError) -> UInt64 {
        guard let id = try perform(.add(source.entropySource)) else { throw .failed("the worker has no id") }
        return id
    }

    /// Stops a worker for good. Refused when fewer than the quorum would be left.
    public func removeNode(_ id: UInt64) throws(EntropyError) { _ = try perform(.remove(id)) }

    /// Stops a worker and starts it anew.
    public func restartNode(_ id: UInt64) throws(EntropyError) { _ = try perform(.restart(id)) }

    /// Changes the quorum. Refused when there are fewer workers.
    public func setQuorum(_ number: Int) throws(EntropyError) { _ = try perform(.quorum(number)) }

    private func perform(_ command: ControlCommand) throws(EntropyError) -> UInt64? {
        let done = Latch()
        let result = Slot<WorkerPool.Performance>()
        pool.perform([command]) { performance in
            result.put(performance)
            done.open()
        }
        done.wait()
        guard let performance = result.take() else { throw .stopped }
        if let refused = performance.refused { throw EntropyError(refused.error) }
        return performance.done.first ?? nil
    }

    /// Unmixed bytes of one worker, drawn for this call alone.
    public func randomBytes(count: Int, fromNode id: UInt64, timeout: Duration? = nil) throws(EntropyError) -> [UInt8] {
        guard (0...Draw.largest).contains(count) else { throw .invalid("a worker gives 0 to \(Draw.largest) bytes") }
        guard pool.hasWorker(id) else { throw .noSuchWorker(id) }
        guard count > 0 else { return [] }
        let deadline = timeout.map { Deadline.after(milliseconds: $0.milliseconds) }
        return try Drawing.draw(count, from: pool, .worker(id), until: deadline)
    }

    /// Stops all workers and returns when they are gone; every later call throws `stopped`.
    public func stop() {
        let gone = Latch()
        pool.whenEnded { gone.open() }
        pool.stop()
        gone.wait()
    }
}

extension EntropyError {
    init(_ error: PoolError) {
        switch error {
        case .noSuchWorker(let id): self = .noSuchWorker(id)
        case .belowQuorum, .quorumAbovePool, .full: self = .invalid("\(error)")
        case .startFailed: self = .failed("\(error)")
        case .ended: self = .stopped
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least 0.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        if seconds < 0 { return 0 }
        guard seconds < Int64.max / 1_000_000 else { return .max }
        return max(0, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
