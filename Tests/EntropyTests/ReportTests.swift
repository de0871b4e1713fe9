// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct ReportTests {
    private static let workers = [
        WorkerReport(
            id: 1, pid: 4711, source: .openssl, state: .running, uptimeSeconds: 3600, restarts: 0, contributedBytes: 96),
        WorkerReport(
            id: 12, pid: nil, source: .file(path: "/dev/a \"b\\\n"), state: .parked, uptimeSeconds: 0, restarts: 10,
            contributedBytes: .max, isSlowest: true),
    ]
    private static let report = PoolReport(
        quorum: 2, workers: workers, contributing: 1, distinctSources: 1,
        facts: [(key: "version", value: "1.0"), (key: "note", value: "two\nlines")])

    @Test func state_followsFromQuorumAndContributing() {
        var report = Self.report
        #expect(report.state == .waitingForQuorum)
        report.contributing = 2
        #expect(report.state == .ready)
    }

    @Test func nodes_hasFixedColumns() {
        let expected = """
                ID     PID SOURCE                    STATE          UPTIME RESTARTS                BYTES
                 1    4711 openssl                   running          3600        0                   96
                12       - file:/dev/a\\x20"b\\x5c\\x0a parked              0       10 18446744073709551615 slowest

            """
        #expect(NodesTable.render(Self.report) == expected)
    }

    @Test func nodes_whenCountersGrow_keepsItsLength() {
        var report = Self.report
        let length = NodesTable.render(report).utf8.count
        report.workers[0].uptimeSeconds = 999_999_999
        report.workers[0].restarts = 99_999_999
        report.workers[0].contributedBytes = .max
        report.workers[0].pid = 4_194_304
        report.workers[0].state = .restarting
        #expect(NodesTable.render(report).utf8.count == length)
    }

    @Test func nodes_whenASourceIsLong_showsItWhole() {
        var report = Self.report
        report.workers[0].source = .remote(name: String(repeating: "n", count: 64))
        let rows = NodesTable.render(report).split(separator: "\n")
        #expect(rows[1].contains(" remote:" + String(repeating: "n", count: 64) + " running "))
        #expect(rows[0].utf8.count == rows[1].utf8.count)
    }

    @Test func nodes_withoutWorkers_isTheHeader() {
        let report = PoolReport(quorum: 1, workers: [], contributing: 0, distinctSources: 0)
        #expect(NodesTable.render(report).split(separator: " ").first == "ID")
        #expect(NodesTable.render(report).filter { $0 == "\n" }.count == 1)
    }

    @Test func status_isKeyValueLinesInOrder() {
        let expected = """
            state: waiting-for-quorum
            quorum: 2
            workers: 2
            contributing: 1
            workers_starting: 0
            workers_running: 1
            workers_waiting: 0
            workers_restarting: 0
            workers_parked: 1
            workers_stopping: 0
            workers_stopped: 0
            distinct_sources: 1
            version: 1.0
            note: two\\x0alines

            """
        #expect(StatusText.render(Self.report) == expected)
    }

    @Test func metrics_isPrometheusText() {
        let further = [
            Metric(name: "alara_reads_total", help: "Back\\slash\nand newline.", kind: .counter, value: .integer(7)),
            Metric(
                name: "alara_wait_seconds", help: "Waits.", kind: .gauge,
                samples: [
                    (labels: [(name: "quantile", value: "0.5")], value: .real(0.25)),
                    (labels: [], value: .real(-.infinity)), (labels: [], value: .real(.nan)),
                ]),
        ]
        let expected = """
            # HELP alara_workers Workers by state.
            # TYPE alara_workers gauge
            alara_workers{state="starting"} 0
            alara_workers{state="running"} 1
            alara_workers{state="waiting"} 0
            alara_workers{state="restarting"} 0
            alara_workers{state="parked"} 1
            alara_workers{state="stopping"} 0
            alara_workers{state="stopped"} 0
            # HELP alara_quorum Contributions that every block needs.
            # TYPE alara_quorum gauge
            alara_quorum 2
            # HELP alara_worker_contributed_bytes_total Bytes that a worker gave to the pool.
            # TYPE alara_worker_contributed_bytes_total counter
            alara_worker_contributed_bytes_total{id="1",source="openssl"} 96
            alara_worker_contributed_bytes_total{id="12",source="file:/dev/a \\"b\\\\\\n"} 18446744073709551615
            # HELP alara_worker_restarts_total How often a worker was started again.
            # TYPE alara_worker_restarts_total counter
            alara_worker_restarts_total{id="1",source="openssl"} 0
            alara_worker_restarts_total{id="12",source="file:/dev/a \\"b\\\\\\n"} 10
            # HELP alara_worker_up 1 if a worker is running, else 0.
            # TYPE alara_worker_up gauge
            alara_worker_up{id="1",source="openssl"} 1
            alara_worker_up{id="12",source="file:/dev/a \\"b\\\\\\n"} 0
            # HELP alara_reads_total Back\\\\slash\\nand newline.
            # TYPE alara_reads_total counter
            alara_reads_total 7
            # HELP alara_wait_seconds Waits.
            # TYPE alara_wait_seconds gauge
            alara_wait_seconds{quantile="0.5"} 0.25
            alara_wait_seconds -Inf
            alara_wait_seconds NaN

            """
        #expect(MetricsText.render(Self.report, further: further) == expected)
    }
}
