// SPDX-License-Identifier: Apache-2.0

internal import Linux

extension Measuring {
    /// How long nobody reads before wake-ups are counted.
    private static let restMilliseconds = 1000

    /// What server and workers hold after the round's reads.
    mutating func measureMemory() throws(BenchError) {
        begin("memory", seconds: 0)
        let mount = try mount(of: firstPool)
        let server = try [mount.server()]
        let workers = try mount.workers().compactMap(\.pid)
        add("VmRSS", of: server, .serverResident)
        add("RssAnon", of: server, .serverAnonymous)
        add("VmRSS", of: workers, .workerResident)
        add("RssAnon", of: workers, .workerAnonymous)
    }

    /// The largest of the processes counts.
    private mutating func add(_ key: String, of pids: [Int32], _ figure: Figure) {
        if let largest = pids.compactMap({ ProcessTable.mebibytes(key, of: $0) }).max() {
            samples.add(largest, of: figure)
        }
    }

    /// How often server and workers wake up when nobody reads.
    mutating func measureWakeups() throws(BenchError) {
        begin("wake-ups while idle", seconds: plan.wakeupSeconds + 1)
        let mount = try mount(of: firstPool)
        let pids = try [mount.server()] + mount.workers().compactMap(\.pid)
        _ = pollReadable([], milliseconds: Self.restMilliseconds)
        let before = ProcessTable.wakeups(of: pids)
        _ = pollReadable([], milliseconds: Int(plan.wakeupSeconds * 1000))
        samples.add(Double(ProcessTable.wakeups(of: pids) - before) / plan.wakeupSeconds, of: .idleWakeups)
    }

    /// From the start of `alara mount` to the first byte of a new device.
    mutating func measureFirstByte() throws(BenchError) {
        begin("alara mount to first byte", seconds: 0)
        let start = MonotonicClock.nanoseconds
        let mount = try registry.mount(mountOptions(of: firstPool))
        _ = try Reader(mount.bytes, size: 1).readOnce()
        samples.add(Double(MonotonicClock.nanoseconds - start) / 1e6, of: .firstByte)
        registry.end(mount)
    }
}
