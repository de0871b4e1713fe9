// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// What one reading thread saw.
struct Reading: Sendable {
    /// The time of every read.
    var latencies = LatencyHistogram()
    /// Bytes read.
    var bytes = 0
    /// From the first read to the end of the last.
    var nanoseconds: Int64 = 0
}

/// One thread's reads of one file.
final class Reader: Sendable {
    private let path: String
    private let size: Int
    private let file: FileDescriptor
    private let outcome = Mutex<Result<Reading, BenchError>?>(nil)

    /// Opens the file for reads of so many bytes.
    init(_ path: String, size: Int) throws(BenchError) {
        self.path = path
        self.size = size
        do { file = try FileDescriptor.open(path, .read) } catch { throw .unreadable(path, error) }
    }

    /// Reads once, waits at the gate, then reads until so much time has passed.
    func run(_ gate: StartGate, nanoseconds: Int64) {
        var buffer = [UInt8](repeating: 0, count: size)
        let result: Result<Reading, BenchError>
        do throws(BenchError) {
            let warm = Result { () throws(BenchError) in try fill(&buffer) }
            gate.pass()
            try warm.get()
            result = .success(try measure(&buffer, nanoseconds))
        } catch {
            result = .failure(error)
        }
        outcome.withLock { $0 = result }
    }

    /// What was seen, after `run`.
    func reading() throws(BenchError) -> Reading {
        guard let result = outcome.withLock({ $0 }) else { throw .stalled("reading \(path)") }
        return try result.get()
    }

    /// One read; its time in nanoseconds.
    func readOnce() throws(BenchError) -> Int64 {
        var buffer = [UInt8](repeating: 0, count: size)
        let start = MonotonicClock.nanoseconds
        try fill(&buffer)
        return MonotonicClock.nanoseconds - start
    }

    /// The end of one read is the start of the next, so that the clock is read once for each.
    private func measure(_ buffer: inout [UInt8], _ nanoseconds: Int64) throws(BenchError) -> Reading {
        var reading = Reading()
        let start = MonotonicClock.nanoseconds
        var last = start
        while last - start < nanoseconds {
            try fill(&buffer)
            let now = MonotonicClock.nanoseconds
            reading.latencies.record(nanoseconds: now - last)
            reading.bytes += size
            last = now
        }
        reading.nanoseconds = last - start
        return reading
    }

    private func fill(_ buffer: inout [UInt8]) throws(BenchError) {
        var span = buffer.mutableSpan
        var bytes = unsafe span.mutableBytes
        let got: Int
        do { got = try file.read(into: &bytes) } catch { throw .unreadable(path, error) }
        guard got == size else { throw .unreadable(path, nil) }
    }
}
