// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Mixing
internal import Synchronization

/// A large draw on its way: cut into segments of a lane's size, and these into parts, which threads take one after the
/// other. While they mix, the workers fill the lanes for the segments to come.
final class BulkJob: Sendable {
    /// Bytes that a thread mixes at a time.
    static let part = 16384
    private static let partsInSegment = SegmentLayout.laneCapacity / part

    private let draw: Draw
    private let ahead: Int
    private let output: SecretBuffer
    private let own: OwnShare
    private let lanes: [BulkLane]
    private let next = Atomic<Int>(0)
    private let left: Atomic<Int>
    private let failed = Atomic<Bool>(false)
    private let done = Latch()

    /// A job that writes into `output` and uses all of the lanes, the first `ahead` of which have been asked already.
    init(_ draw: Draw, output: SecretBuffer, own: OwnShare, lanes: [BulkLane], ahead: Int) {
        self.draw = draw
        self.ahead = ahead
        self.output = output
        self.own = own
        self.lanes = lanes
        left = Atomic((draw.count + Self.part - 1) / Self.part)
    }

    private var parts: Int { (draw.count + Self.part - 1) / Self.part }
    private var segments: Int { (draw.count + SegmentLayout.laneCapacity - 1) / SegmentLayout.laneCapacity }

    /// Asks for the first segments, as many as there are lanes, with one call for each worker.
    func begin() {
        var members: [Member] = []
        for segment in 0..<min(segments, ahead) {
            lanes[segment].adopt(segment: segment, parts: size(of: segment).parts)
        }
        for segment in min(segments, ahead)..<min(segments, lanes.count) {
            let asked = ask(segment)
            if asked.count > members.count { members = asked }
        }
        for member in members { member.end.ring() }
    }

    private func ask(_ segment: Int) -> [Member] {
        let (bytes, parts) = size(of: segment)
        return lanes[segment % lanes.count].ask(
            segment: segment, draw.target, count: Mixer.contributionSize(for: bytes), parts: parts)
    }

    private func size(of segment: Int) -> (bytes: Int, parts: Int) {
        let bytes = min(SegmentLayout.laneCapacity, draw.count - segment * SegmentLayout.laneCapacity)
        return (bytes, (bytes + Self.part - 1) / Self.part)
    }

    /// Mixes parts until none is left to take. For any number of threads, each with its own blender.
    func work(_ blender: Blender) {
        while true {
            let part = next.add(1, ordering: .relaxed).oldValue
            guard part < parts else { return }
            if !failed.load(ordering: .acquiring), !mix(part, blender) { giveUp() }
            finish(part)
        }
    }

    private func mix(_ part: Int, _ blender: Blender) -> Bool {
        let segment = part / Self.partsInSegment
        let lane = lanes[segment % lanes.count]
        guard let collection = lane.contributions(segment: segment, draw.target, isGivenUp: { hasFailed }) else {
            return false
        }
        let start = part * Self.part
        let count = min(Self.part, draw.count - start)
        let size = Mixer.contributionSize(for: count)
        let shares = unsafe lane.collector.contributions(
            collection, at: start - segment * SegmentLayout.laneCapacity, count: size)
        collection.credit(size)
        let destination = unsafe UnsafeMutableRawBufferPointer(
            rebasing: output.bytes(count: start + count)[start...])
        return unsafe blender.blend(draw.target, own: own.bytes, shares, into: destination)
    }

    private func finish(_ part: Int) {
        let segment = part / Self.partsInSegment
        if !hasFailed, lanes[segment % lanes.count].finishPart() {
            let following = segment + lanes.count
            if following < segments { for member in ask(following) { member.end.ring() } }
        }
        if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done.open() }
    }

    private var hasFailed: Bool { failed.load(ordering: .acquiring) }

    private func giveUp() {
        failed.store(true, ordering: .releasing)
        for lane in lanes { lane.wakeAll() }
    }

    /// Waits until every part is done.
    /// - Returns: whether all of them were mixed. When not, the lanes and the output are wiped.
    func end() -> Bool {
        done.wait()
        guard hasFailed else { return true }
        for lane in lanes { lane.clear() }
        output.wipe(count: draw.count)
        return false
    }
}
