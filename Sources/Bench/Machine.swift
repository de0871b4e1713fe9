// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// What the figures of a report depend on beside the program.
public struct Machine: Sendable, Equatable {
    /// Processors of the machine.
    public var processors: Int
    /// Processes that ran or waited for a processor, on average over the minute before the run; nil when unknown.
    public var loadAverage: Double?

    /// One with these figures.
    public init(processors: Int, loadAverage: Double?) {
        self.processors = processors
        self.loadAverage = loadAverage
    }

    /// This machine at this moment.
    static var current: Machine {
        let words = ProcessTable.text("/proc/loadavg").split(separator: " ")
        return Machine(processors: CurrentProcess.processors, loadAverage: words.first.flatMap { Double($0) })
    }

    /// Whether other programs had a considerable share of it: the figures say little then.
    public var isBusy: Bool { (loadAverage ?? 0) > 0.5 }
}
