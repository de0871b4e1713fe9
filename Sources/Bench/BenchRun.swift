// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// The user's own benchmark: /dev/urandom, FUSE alone and the device, alternating, in one run.
///
/// The measuring is done by a thread of its own, and plainly: it may wait for a device without limit. The calling
/// thread waits for it, for a signal and for the limit of the present step, and then ends every mount, which ends
/// every wait.
public struct BenchRun: Sendable {
    private let plan: BenchPlan
    private let mixer: (any MixerMeasurement)?

    /// A run that is to follow the plan.
    /// - Parameter mixer: measures the mixer alone; without it the report has no figures of it.
    public init(_ plan: BenchPlan, mixer: (any MixerMeasurement)? = nil) {
        self.plan = plan
        self.mixer = mixer
    }

    /// Makes the mounts, measures, and ends the mounts. Takes over SIGINT, SIGTERM, SIGHUP and SIGPIPE of the process;
    /// to be called before it has other threads. Progress goes to standard error.
    ///
    /// After an error the measuring thread may still run: the process is to end.
    public func run() throws(BenchError) -> BenchReport {
        let signals = try attempt("take over signals") { () throws(Errno) in
            try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangUp])
        }
        Signal.ignore(Signal.pipe)
        let registry = MountRegistry()
        let watch = Watch()
        let work = try attempt("make an eventfd") { () throws(Errno) in try Work() }
        try start(work, registry, watch)
        let result = Self.wait(for: work, signals, watch)
        registry.endAll()
        Progress.clear()
        return try result.get()
    }

    private func start(_ work: Work, _ registry: MountRegistry, _ watch: Watch) throws(BenchError) {
        let (plan, mixer) = (plan, mixer)
        let thread = try attempt("start a thread") { () throws(Errno) in
            try Thread(name: "bench", stack: 1 << 20) {
                work.finish(
                    Result { () throws(BenchError) in
                        var measuring = Measuring(plan, registry: registry, watch: watch, mixer: mixer)
                        return try measuring.run()
                    })
            }
        }
        thread.detach()
    }

    private static func wait(
        for work: Work, _ signals: borrowing SignalQueue, _ watch: Watch
    ) -> Result<BenchReport, BenchError> {
        while true {
            _ = pollReadable([signals.descriptor.rawValue, work.descriptor], milliseconds: watch.milliseconds)
            if let signal = signals.next() { return .failure(.interrupted(signal)) }
            if let result = work.result { return result }
            if let step = watch.overdue { return .failure(.stalled(step)) }
        }
    }
}

/// The outcome of the measuring thread, when there is one.
private final class Work: Sendable {
    private let outcome = Mutex<Result<BenchReport, BenchError>?>(nil)
    private let bell: Bell

    init() throws(Errno) { bell = try Bell() }

    var descriptor: Int32 { bell.descriptor.rawValue }

    var result: Result<BenchReport, BenchError>? { outcome.withLock { $0 } }

    func finish(_ result: Result<BenchReport, BenchError>) {
        outcome.withLock { $0 = result }
        bell.ring()
    }
}
