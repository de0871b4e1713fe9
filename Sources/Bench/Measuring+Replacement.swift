// SPDX-License-Identifier: Apache-2.0

internal import Linux

extension Measuring {
    private static let pauseNanoseconds: Int64 = 100_000
    private static let limitMilliseconds = 20_000

    /// From a worker's kill -9 to bytes of its replacement, under reads of 4 KiB. Every round takes another worker.
    mutating func measureReplacement(round: Int) throws(BenchError) {
        begin("a dead worker's replacement", seconds: 0)
        let mount = try mount(of: firstPool)
        let reader = try SteadyReader(mount.bytes, size: 4096)
        let result = Result { () throws(BenchError) in try Self.replace(round, of: mount) }
        reader.stop()
        samples.add(Double(try result.get()) / 1e6, of: .replacement)
    }

    private static func replace(_ round: Int, of mount: BenchMount) throws(BenchError) -> Int64 {
        let workers = try mount.workers()
        guard !workers.isEmpty, let pid = workers[round % workers.count].pid else { throw .stalled("finding a worker") }
        let start = MonotonicClock.nanoseconds
        try attempt("end a worker") { () throws(Errno) in try Signal.send(Signal.kill, to: pid) }
        try waitForReplacement(of: workers[round % workers.count], mount)
        return MonotonicClock.nanoseconds - start
    }

    /// The count of bytes goes on where the dead process left it: the replacement contributes once it is larger than it
    /// was at the last look before the new process ran.
    private static func waitForReplacement(of dead: WorkerRow, _ mount: BenchMount) throws(BenchError) {
        let deadline = Deadline.after(milliseconds: limitMilliseconds)
        let pause = FutexWord()
        var before: UInt64?
        while !deadline.hasPassed {
            if let row = try mount.workers().first(where: { $0.id == dead.id }) {
                let isNew = row.isRunning && row.pid != dead.pid
                if isNew, let before, row.bytes > before { return }
                if !isNew || before == nil { before = row.bytes }
            }
            pause.wait(while: 0, nanoseconds: pauseNanoseconds)
        }
        throw .stalled("a dead worker's replacement")
    }
}
