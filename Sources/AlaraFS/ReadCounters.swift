// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import Synchronization

/// Reads and bytes by kind of file.
final class ReadCounters: Sendable {
    private let counts = Mutex<[String: (reads: UInt64, bytes: UInt64)]>([:])

    func add(_ node: Node, bytes: Int) {
        counts.withLock { counts in
            var entry = counts[node.kind, default: (0, 0)]
            entry.reads += 1
            entry.bytes += UInt64(bytes)
            counts[node.kind] = entry
        }
    }

    var metrics: [Metric] {
        let entries = counts.withLock { $0 }.sorted { $0.key < $1.key }
        func samples(_ value: ((reads: UInt64, bytes: UInt64)) -> UInt64) -> [Metric.Sample] {
            entries.map { (labels: [(name: "file", value: $0.key)], value: .integer(value($0.value))) }
        }
        return [
            Metric(
                name: "alara_reads_total", help: "Reads answered with bytes, by file.", kind: .counter,
                samples: samples { $0.reads }),
            Metric(
                name: "alara_read_bytes_total", help: "Bytes handed out, by file.", kind: .counter,
                samples: samples { $0.bytes }),
        ]
    }
}
