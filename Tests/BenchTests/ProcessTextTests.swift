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

    @Test func wakeups_ofAProcessThatSleepsAndWakes_grow() {
        let before = ProcessTable.wakeups(of: [CurrentProcess.pid])
        for _ in 0..<5 { _ = pollReadable([], milliseconds: 1) }
        #expect(ProcessTable.wakeups(of: [CurrentProcess.pid]) >= before + 5)
    }

    @Test func memory_ofThisProcess_isKnown() throws {
        let resident = try #require(ProcessTable.mebibytes("VmRSS", of: CurrentProcess.pid))
        #expect(try #require(ProcessTable.mebibytes("RssAnon", of: CurrentProcess.pid)) < resident)
        #expect(ProcessTable.mebibytes("VmRSS", of: -1) == nil)
    }

    @Test func processes_namingAWord_areFoundByTheWholeWord() throws {
        let child = try ChildProgram(.path("/bin/sleep"), ["sleep", "60.25"]).spawn()
        // A process that was just started may not show its arguments yet.
        let deadline = Deadline.after(milliseconds: 10_000)
        var found: [Int32] = []
        while !found.contains(child.pid), !deadline.hasPassed {
            found = ProcessTable.processes(naming: "60.25").map(\.pid)
        }
        let others = ProcessTable.processes(naming: "60.2").map(\.pid)
        child.signal(Signal.kill)
        _ = child.wait()
        #expect(found.contains(child.pid))
        #expect(!others.contains(child.pid))
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
