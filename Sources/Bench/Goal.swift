// SPDX-License-Identifier: Apache-2.0

/// A speed or size that this project wants to reach, and what one run reached.
struct Goal: Sendable {
    /// Which side of the limit is good.
    enum Limit: Sendable, Equatable {
        /// This or more.
        case atLeast(Double)
        /// This or less.
        case atMost(Double)
        /// Less than this.
        case below(Double)

        /// Whether a figure is on the good side.
        func isMet(by value: Double) -> Bool {
            switch self {
            case .atLeast(let limit): value >= limit
            case .atMost(let limit): value <= limit
            case .below(let limit): value < limit
            }
        }

        /// For a table, for example "≥ 1.5".
        var text: String {
            switch self {
            case .atLeast(let limit): "≥ \(short(limit))"
            case .atMost(let limit): "≤ \(short(limit))"
            case .below(let limit): "< \(short(limit))"
            }
        }
    }

    /// What is wanted, in words.
    var title: String
    /// In JSON.
    var key: String
    /// The limit.
    var limit: Limit
    /// The figure in a report; nil when it was not measured.
    var figure: @Sendable (BenchReport) -> Double?

    /// A goal.
    init(_ title: String, _ key: String, _ limit: Limit, _ figure: @escaping @Sendable (BenchReport) -> Double?) {
        self.title = title
        self.key = key
        self.limit = limit
        self.figure = figure
    }
}
