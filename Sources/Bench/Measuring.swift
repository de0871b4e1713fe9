// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// One run on one thread: every round measures everything, so that all targets see the same times of the machine.
///
/// Within a round the targets of one workload follow each other, and every round begins with another of them.
struct Measuring: ~Copyable {
    /// The figures beside the throughputs are measured in so many steps a round.
    private static let figureSteps = 7
    let plan: BenchPlan
    let registry: MountRegistry
    let watch: Watch
    private let mixer: (any MixerMeasurement)?
    private var progress: Progress
    var samples = Samples()
    private var mounts: [Target: BenchMount] = [:]

    /// A run of this plan, whose mounts are in the registry.
    init(_ plan: BenchPlan, registry: MountRegistry, watch: Watch, mixer: (any MixerMeasurement)?) {
        self.plan = plan
        self.registry = registry
        self.watch = watch
        self.mixer = mixer
        let steps = plan.workloads.count * plan.targets.count + Self.figureSteps
        progress = Progress(rounds: plan.rounds, steps: steps)
    }

    /// Measures everything; the mounts are still there afterwards.
    mutating func run() throws(BenchError) -> BenchReport {
        let machine = Machine.current
        try mountTargets()
        for round in 0..<plan.rounds {
            progress.beginRound()
            for workload in plan.workloads { try measure(workload, round: round) }
            try measureFigures(round: round)
        }
        var report = samples.report(of: plan)
        report.machine = machine
        return report
    }

    /// A step begins that takes about so long.
    mutating func begin(_ what: String, seconds: Double) {
        watch.begin(what, seconds: seconds)
        progress.begin(what)
    }

    /// The mount of a target.
    func mount(of target: Target) throws(BenchError) -> BenchMount {
        guard let mount = mounts[target] else { throw .stalled("mounting \(target.title)") }
        return mount
    }

    /// The file that is read of a target.
    func path(of target: Target) throws(BenchError) -> String {
        target == .urandom ? "/dev/urandom" : try mount(of: target).bytes
    }

    /// The options of `alara mount` that make a target.
    func mountOptions(of target: Target) -> [String] {
        let options = target.workers.map { ["--workers=\($0)"] } ?? ["--floor"]
        return options + (plan.libexec.map { ["--libexec=\($0)"] } ?? [])
    }

    /// The device of the figures beside the throughputs.
    var firstPool: Target { .device(workers: plan.pools.first ?? 3) }

    private mutating func mountTargets() throws(BenchError) {
        for target in plan.targets where target != .urandom {
            watch.begin("mounting \(target.title)", seconds: 0)
            mounts[target] = try registry.mount(mountOptions(of: target))
        }
    }

    private mutating func measure(_ workload: Workload, round: Int) throws(BenchError) {
        let targets = plan.targets
        for index in targets.indices {
            let target = targets[(index + round) % targets.count]
            let size = Workload.name(ofSize: workload.readSize)
            begin("\(target.title), \(size), readers: \(workload.readers)", seconds: plan.seconds)
            let sizes = Array(repeating: workload.readSize, count: workload.readers)
            let readings = try ReaderGroup(path(of: target), sizes: sizes).run(seconds: plan.seconds)
            if let throughput = Throughput(readings) { samples.add(throughput, of: target, workload) }
        }
    }

    private mutating func measureFigures(round: Int) throws(BenchError) {
        try measureMemory()
        try measureWakeups()
        try measureIdleReads()
        try measureBulk()
        try measureReplacement(round: round)
        try measureFirstByte()
        measureMixer()
    }

    private mutating func measureMixer() {
        guard let mixer else { return }
        begin("the mixer alone", seconds: 2 * plan.seconds)
        let speeds = mixer.measure(seconds: plan.seconds)
        samples.mixerInstructionSet = speeds.instructionSet
        samples.add(
            speeds.bytesPerSecond / 1e6, floor: speeds.referenceBytesPerSecond / 1e6, of: .mixer, .mixerReference,
            .mixerRatio)
    }
}
