// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Bench

@Suite struct ProcessTextTests {
    @Test func nodes_areParsed() {
        let table = """
                ID     PID SOURCE                   STATE          UPTIME RESTARTS                BYTES
                 1   19555 openssl                  running             0        0                 4096
                 2       - file:/dev/hwrng          restarting          0        7                    0 slowest
            """
        #expect(
            WorkerRow.parse(table) == [
                WorkerRow(id: 1, pid: 19555, isRunning: true, bytes: 4096),
                WorkerRow(id: 2, pid: nil, isRunning: false, bytes: 0),
            ])
    }

    @Test func number_isTheOneOfItsKey() {
        let text = "VmRSSX:\t 1 kB\nVmRSS:\t    4321 kB\nvoluntary_ctxt_switches:\t77\nnonvoluntary_ctxt_switches:\t5\n"
        #expect(ProcessTable.number("VmRSS", in: text) == 4321)
        #expect(ProcessTable.number("voluntary_ctxt_switches", in: text) == 77)
        #expect(ProcessTable.number("missing", in: text) == nil)
    }

    @Test(
        arguments: [
            (BenchError.mountFailed(69), 69), (.system("fork", .again), 71), (.unreadable("/f", nil), 74),
            (.unwritable("/f", .accessDenied), 73), (.stalled("x"), 69), (.interrupted(2), 130),
        ] as [(BenchError, Int32)])
    func errors_areOneLineAndAStatus(error: BenchError, status: Int32) {
        #expect(error.exitStatus == status)
        #expect(!error.description.contains("\n"))
    }
}
