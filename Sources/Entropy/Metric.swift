// SPDX-License-Identifier: Apache-2.0

/// One metric with its samples, as Prometheus' text format has it.
public struct Metric: Sendable {
    /// What a value means.
    public enum Kind: String, Hashable, Sendable {
        /// Only grows, until the server starts anew.
        case counter
        /// Goes up and down.
        case gauge
    }

    /// A number, whole or not.
    public enum Value: Hashable, Sendable {
        /// A count.
        case integer(UInt64)
        /// A measure, in base units: seconds, bytes, ratios.
        case real(Double)
    }

    /// One series of a metric: labels in order, and its value.
    public typealias Sample = (labels: [(name: String, value: String)], value: Value)

    /// The name: `[a-zA-Z_:][a-zA-Z0-9_:]*`, checked in debug builds as the names of labels are.
    public let name: String
    /// One sentence for a human.
    public let help: String
    /// Counter or gauge.
    public let kind: Kind
    /// The series.
    public let samples: [Sample]

    /// A metric with these values.
    public init(name: String, help: String, kind: Kind, samples: [Sample]) {
        assert(Self.isName(name, colon: true), "metric name \(name)")
        assert(samples.allSatisfy { $0.labels.allSatisfy { Self.isName($0.name, colon: false) } }, "label of \(name)")
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// A metric of one series without labels.
    public init(name: String, help: String, kind: Kind, value: Value) {
        self.init(name: name, help: help, kind: kind, samples: [(labels: [], value: value)])
    }

    /// Whether Prometheus accepts `name`.
    static func isName(_ name: String, colon: Bool) -> Bool {
        let characters = name.utf8.enumerated()
        return !name.isEmpty
            && characters.allSatisfy { index, byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
                case UInt8(ascii: ":"): colon
                default: false
                }
            }
    }
}
