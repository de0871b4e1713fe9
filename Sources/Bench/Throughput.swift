// SPDX-License-Identifier: Apache-2.0

/// What one measurement gave, or the medians of several.
public struct Throughput: Sendable, Equatable {
    /// Bytes a second, of all readers together.
    public var bytesPerSecond: Double
    /// Reads a second, of all readers together.
    public var readsPerSecond: Double
    /// The time of a read that half of all reads do not exceed, in nanoseconds.
    public var p50: Double
    /// The time of a read that 99 of 100 reads do not exceed, in nanoseconds.
    public var p99: Double

    /// A throughput of these figures.
    public init(bytesPerSecond: Double, readsPerSecond: Double, p50: Double, p99: Double) {
        self.bytesPerSecond = bytesPerSecond
        self.readsPerSecond = readsPerSecond
        self.p50 = p50
        self.p99 = p99
    }

    /// Each figure's median; nil of no measurement.
    public static func median(of all: [Throughput]) -> Throughput? {
        guard let bytes = Bench.median(all.map(\.bytesPerSecond)), let reads = Bench.median(all.map(\.readsPerSecond)),
            let p50 = Bench.median(all.map(\.p50)), let p99 = Bench.median(all.map(\.p99))
        else { return nil }
        return Throughput(bytesPerSecond: bytes, readsPerSecond: reads, p50: p50, p99: p99)
    }
}
