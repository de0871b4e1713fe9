// SPDX-License-Identifier: Apache-2.0

/// One worker process without a pool: its bytes as they are, unmixed.
public final class StandaloneWorker: Sendable {
    private let pool: EntropyPool

    /// Starts the worker and waits until it is up.
    /// - Parameter workerProgram: the path of alara-worker; nil: beside the running program or in libexec.
    public init(source: Source = .openssl, workerProgram: String? = nil) throws(EntropyError) {
        pool = try EntropyPool(workers: 0, sources: [source], quorum: 1, workerProgram: workerProgram)
    }

    /// Bytes of this worker, drawn for this call alone.
    /// - Parameter count: 0 to 1 MiB.
    public func randomBytes(count: Int, timeout: Duration? = nil) throws(EntropyError) -> [UInt8] {
        guard let worker = pool.nodes.first else { throw .stopped }
        return try pool.randomBytes(count: count, fromNode: worker.id, timeout: timeout)
    }

    /// Its process, nil while it has none.
    public var pid: Int32? { pool.nodes.first?.pid }

    /// Stops it.
    public func stop() { pool.stop() }
}
