// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// Threads that read one file at the same time, each with a descriptor of its own.
struct ReaderGroup {
    private let readers: [Reader]

    /// One reader for each size of a read.
    init(_ path: String, sizes: [Int]) throws(BenchError) {
        var readers: [Reader] = []
        for size in sizes { readers.append(try Reader(path, size: size)) }
        self.readers = readers
    }

    /// Lets all of them read for so long, starting together.
    func run(seconds: Double) throws(BenchError) -> [Reading] {
        let gate = StartGate(count: readers.count)
        let nanoseconds = Int64(seconds * 1e9)
        var threads: [Held<Thread>] = []
        for reader in readers {
            let thread = try attempt("start a thread") { () throws(Errno) in
                try Thread(name: "reader") { reader.run(gate, nanoseconds: nanoseconds) }
            }
            threads.append(Held(thread))
        }
        for thread in threads { thread.take()?.join() }
        var readings: [Reading] = []
        for reader in readers { readings.append(try reader.reading()) }
        return readings
    }
}

extension Throughput {
    /// All readers together: the sum of their rates, and the times of all their reads. Nil when nothing was read.
    init?(_ readings: [Reading]) {
        var all = LatencyHistogram()
        var bytes = 0.0
        var reads = 0.0
        for reading in readings where reading.nanoseconds > 0 {
            let seconds = Double(reading.nanoseconds) / 1e9
            all.merge(reading.latencies)
            bytes += Double(reading.bytes) / seconds
            reads += Double(reading.latencies.count) / seconds
        }
        guard let p50 = all.percentile(0.5), let p99 = all.percentile(0.99) else { return nil }
        self.init(bytesPerSecond: bytes, readsPerSecond: reads, p50: p50, p99: p99)
    }
}
