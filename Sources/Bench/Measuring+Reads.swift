// SPDX-License-Identifier: Apache-2.0

internal import Linux

extension Measuring {
    /// The first small read after nobody has read for a while, of the floor and of the device in turn.
    mutating func measureIdleReads() throws(BenchError) {
        begin("first reads after idling", seconds: 2 * Double(plan.idleReads) * plan.idleSeconds)
        let floor = try Reader(path(of: .floor), size: 32)
        let device = try Reader(path(of: firstPool), size: 32)
        var floorTimes: [Double] = []
        var deviceTimes: [Double] = []
        for _ in 0..<plan.idleReads {
            floorTimes.append(try readAfterIdling(floor))
            deviceTimes.append(try readAfterIdling(device))
        }
        guard let own = median(deviceTimes), let other = median(floorTimes) else { return }
        samples.add(own / 1000, floor: other / 1000, of: .idleRead, .idleReadFloor, .idleReadRatio)
    }

    private func readAfterIdling(_ reader: Reader) throws(BenchError) -> Double {
        _ = try reader.readOnce()
        _ = pollReadable([], milliseconds: Int(plan.idleSeconds * 1000))
        return Double(try reader.readOnce())
    }

    /// A small reader's slowest reads while two others read in bulk, of the floor and of the device.
    mutating func measureBulk() throws(BenchError) {
        let seconds = 3 * plan.seconds
        begin("a small reader beside two in bulk", seconds: 2 * seconds)
        let floor = try smallP99(.floor, seconds)
        let device = try smallP99(firstPool, seconds)
        guard let floor, let device else { return }
        samples.add(device / 1000, floor: floor / 1000, of: .bulkP99, .bulkP99Floor, .bulkP99Ratio)
    }

    private func smallP99(_ target: Target, _ seconds: Double) throws(BenchError) -> Double? {
        let readings = try ReaderGroup(path(of: target), sizes: [32, 1 << 20, 1 << 20]).run(seconds: seconds)
        return readings.first?.latencies.percentile(0.99)
    }
}
