// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bench

@Suite struct TextTests {
    @Test(
        arguments: [
            (0, 2, "0.00"), (1.005, 1, "1.0"), (1.96, 1, "2.0"), (-0.04, 1, "0.0"), (-1.26, 1, "-1.3"),
            (1234.5, 0, "1235"), (0.0123, 3, "0.012"), (.infinity, 1, "-"), (.nan, 1, "-"),
        ] as [(Double, Int, String)])
    func fixed_roundsToItsDigits(value: Double, digits: Int, text: String) {
        #expect(fixed(value, digits) == text)
    }

    @Test(
        arguments: [
            (0, "0"), (0.01, "0.01"), (1, "1"), (1.5, "1.5"), (24, "24"), (10.04, "10"), (150, "150"),
            (10_000, "10000"),
        ] as [(Double, String)])
    func short_hasAboutThreeDigits(value: Double, text: String) {
        #expect(short(value) == text)
    }

    @Test(arguments: [(32, "32 B"), (4096, "4 KiB"), (128 << 10, "128 KiB"), (1 << 20, "1 MiB"), (1500, "1500 B")])
    func name_ofASize(bytes: Int, name: String) {
        #expect(Workload.name(ofSize: bytes) == name)
    }

    @Test func table_alignsColumnsToTheirWidestCell() {
        var table = TextTable([("word", .left), ("n µ", .right)])
        table.add(["a", "1"])
        table.addBlank()
        table.add(["longer", "1234"])
        table.add(["x"])
        #expect(
            table.text == """
                word     n µ
                ------  ----
                a          1

                longer  1234
                x

                """)
    }

    @Test func report_showsEveryRowFigureAndGoal() {
        let text = Reports.whole.text
        let lines = text.split(separator: "\n")
        #expect(lines.count(where: { $0.contains("FUSE floor  ") }) == 8)
        #expect(lines.count(where: { $0.contains("16 workers") }) >= 8)
        for figure in Figure.allCases { #expect(text.contains(figure.title)) }
        for goal in Reports.whole.goals { #expect(text.contains(goal.title)) }
        #expect(lines.allSatisfy { $0.count <= 100 && $0.last != " " })
    }

    @Test func report_ofNothing_saysNotMeasured() {
        #expect(Reports.empty.text.contains("not measured"))
    }

    @Test(arguments: [(0.2, false), (7.5, true)])
    func report_ofABusyMachine_saysSo(load: Double, says: Bool) {
        var report = Reports.whole
        report.machine = Machine(processors: 2, loadAverage: load)
        #expect(report.text.contains("load average 7.5 before, processors: 2") == says)
        #expect(report.json.contains("\"load_average\": \(load)"))
    }
}
