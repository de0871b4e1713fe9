// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Bench
internal import Holder
internal import Linux

/// `alara bench`
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the device against /dev/urandom and against FUSE alone.",
        discussion: """
            Makes mounts of its own in temporary folders and takes them away again. Takes about three minutes; what \
            else runs on the machine meanwhile shows in the figures.

            Examples:
              alara bench
              alara bench --quick
              alara bench --json --svg throughput.svg > bench.json
            """)

    @Flag(help: "Write the report as JSON.")
    var json = false

    @Option(help: ArgumentHelp("Write a plot of the throughput there.", valueName: "file"))
    var svg: String?

    @Option(help: "How often everything is measured; medians are shown (default: 5).")
    var rounds: Int?

    @Option(help: "Seconds that one measurement takes, 0.01 to 10 (default: 0.3).")
    var seconds: Double?

    @Flag(help: "One round of 0.05 s a measurement with 3 workers: whether everything works, not how fast it is.")
    var quick = false

    @Option(help: "The folder of alara-server and alara-worker.")
    var libexec: String?

    func validate() throws {
        try validateCount(plan.rounds, 1...100)
        guard (0.01...10).contains(plan.seconds) else {
            throw ValidationError("\(plan.seconds) is out of range; give 0.01 to 10")
        }
    }

    func run() throws {
        let report: BenchReport
        do throws(BenchError) {
            report = try measure()
        } catch {
            // What `alara mount` has said already is not said again.
            if !error.description.isEmpty { StandardStreams.writeError("alara: \(error)") }
            throw ExitCode(error.exitStatus)
        }
        try Device.print(Array((json ? report.json : report.text).utf8))
    }

    private func measure() throws(BenchError) -> BenchReport {
        let plot = try svg.map { path throws(BenchError) in try Plot(path) }
        let mixer = Programs.serverPath(libexec: libexec).map { ServerMixerMeasurement(program: $0) }
        let report = try BenchRun(plan, mixer: mixer).run()
        try plot?.write(report)
        return report
    }

    private var plan: BenchPlan {
        var plan = quick ? BenchPlan.quick : BenchPlan()
        if let rounds { plan.rounds = rounds }
        if let seconds { plan.seconds = seconds }
        plan.libexec = libexec
        return plan
    }
}
