// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Bench

/// `alara bench` itself, on this machine: whether it works, not how fast anything is.
@Suite(.serialized) struct QuickRunTests {
    /// The folder of the programs: `ALARA_BIN_DIR`, else that of the running test bundle.
    private static func programFolder() throws -> String {
        if let named = ProcessInfo.processInfo.environment["ALARA_BIN_DIR"] { return named }
        let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
        let bundle = maps.split(separator: "\n").first { $0.hasSuffix("PackageTests.xctest") }
        let path = try #require(bundle.flatMap { line in line.firstIndex(of: "/").map { line[$0...] } })
        return String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }

    /// A started `alara bench` with a private folder for its mounts and its output.
    private struct Run {
        let process = Process()
        let folder: String

        init(_ arguments: [String]) throws {
            guard geteuid() == 0, access("/dev/fuse", R_OK | W_OK) == 0 else {
                throw Missing.rootAndFUSE
            }
            let made = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: "\(made)/mounts", withIntermediateDirectories: true)
            folder = made
            process.executableURL = URL(fileURLWithPath: "\(try programFolder())/alara")
            process.arguments = ["bench", "--quick"] + arguments
            process.environment = ["TMPDIR": "\(made)/mounts", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try Self.file("\(made)/output")
            process.standardError = try Self.file("\(made)/errors")
            try process.run()
        }

        private enum Missing: Error { case rootAndFUSE }

        private static func file(_ path: String) throws -> FileHandle {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return try #require(FileHandle(forWritingAtPath: path))
        }

        func contents(_ name: String) throws -> String {
            try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        }

        func mounts() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/mounts")
        }

        /// Waits until the condition holds; kills the run and fails after 120 s.
        func wait(for what: String, until condition: () throws -> Bool) throws {
            let deadline = ContinuousClock.now + .seconds(120)
            while try !condition() {
                guard ContinuousClock.now < deadline else {
                    kill(process.processIdentifier, SIGKILL)
                    Issue.record("waited 120 s in vain for \(what)")
                    return
                }
                _ = poll(nil, 0, 5)
            }
        }

        /// Checks that no folder, mount or process of the run is left, and removes what it wrote.
        func expectNothingLeft() throws {
            #expect(try mounts() == [])
            #expect(try !String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8).contains(folder))
            #expect(ProcessTable.processes(namingPartOf: "\(folder)/mounts") == [])
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test func quick_measuresEverythingAndLeavesNothing() throws {
        let svg = NSTemporaryDirectory() + "bench-\(UUID().uuidString).svg"
        defer { unlink(svg) }
        let run = try Run(["--json", "--svg", svg])
        try run.wait(for: "the end of alara bench --quick") { !run.process.isRunning }
        let errors = try run.contents("errors")
        #expect(run.process.terminationStatus == 0, "\(errors)")
        #expect(errors == "alara bench: round 1 of 1\n")
        let object = try JSONSerialization.jsonObject(with: Data(run.contents("output").utf8)) as? [String: Any]
        let rows = try #require(object?["throughput"] as? [[String: Any]])
        #expect(rows.count == BenchPlan.quick.targets.count * BenchPlan.quick.workloads.count)
        #expect(rows.allSatisfy { ($0["mb_per_s"] as? Double ?? 0) > 0 && ($0["ratio_to_floor"] as? Double ?? 0) > 0 })
        let figures = try #require(object?["figures"] as? [String: Double])
        for figure in Figure.allCases where figure.isAlwaysMeasured { #expect(figures[figure.rawValue] != nil) }
        #expect((object?["reach"] as? [Any])?.count == 14)
        #expect(try String(contentsOfFile: svg, encoding: .utf8).hasSuffix("</svg>\n"))
        try run.expectNothingLeft()
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func signal_whileMeasuring_leavesNothing(signal: Int32) throws {
        let run = try Run([])
        try run.wait(for: "two mounts") { try run.mounts().count >= 2 || !run.process.isRunning }
        kill(run.process.processIdentifier, signal)
        try run.wait(for: "the end after signal \(signal)") { !run.process.isRunning }
        #expect(run.process.terminationStatus == 128 + signal)
        #expect(try run.contents("output") == "")
        #expect(try run.contents("errors").split(separator: "\n").last?.hasPrefix("alara: interrupted") == true)
        try run.expectNothingLeft()
    }

    @Test func svg_thatCannotBeWritten_failsAtOnce() throws {
        let run = try Run(["--svg", "/none/such/file.svg"])
        try run.wait(for: "the refusal") { !run.process.isRunning }
        #expect(run.process.terminationStatus == 73)
        #expect(try run.contents("errors").split(separator: "\n").count == 1)
        try run.expectNothingLeft()
    }

    @Test(arguments: [["--rounds", "0"], ["--seconds", "0"], ["--seconds", "x"], ["--rounds", "1000"]])
    func wrongArguments_areRefused(arguments: [String]) throws {
        let run = try Run(arguments)
        try run.wait(for: "the refusal") { !run.process.isRunning }
        #expect(run.process.terminationStatus == 64)
        try run.expectNothingLeft()
    }
}

extension ProcessTable {
    /// Processes that have the words in their command line.
    fileprivate static func processes(namingPartOf words: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int32($0) != nil && text("/proc/\($0)/cmdline").contains(words) }
    }
}
