// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Mixing
internal import Synchronization

/// A large draw on its way: cut into segments of a lane's size, and these into parts, which threads take one after the
/// other. While they mix, the workers fill the lanes for the segments to come.
///
/// What was tried, in MB/s of one reader with 3 workers (two processors of an EPYC with AVX-512, medians of 0.7 s, next
/// to 380 to 390 of /dev/urandom in the same run):
///
///     reads of                                                   128 KiB   1 MiB
///     a call for every segment, wiped in one piece                   411     474
///     a call for three segments, each part wiped by its mixer        403     598
///     parts of 8 KiB for shorter reads, a short look for the end     468     600
///
/// Asking the first two segments of the next read ahead (`BulkEngine`) is in all three.
final class BulkJob: Sendable {
    /// Bytes that a thread mixes at a time: less of a shorter read, whose end the threads reach together then.
    private let part: Int
    private static let segmentsACall = 3
    private var partsInSegment: Int { SegmentLayout.laneCapacity / part }

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
        part = draw.count > 1 << 18 ? 16384 : 8192
        left = Atomic((draw.count + part - 1) / part)
    }

    private var parts: Int { (draw.count + part - 1) / part }
    private var segments: Int { (draw.count + SegmentLayout.laneCapacity - 1) / SegmentLayout.laneCapacity }

    /// Asks for the first segments, as many as there are lanes, with one call for each worker.
    func begin() {
        var members: [Member] = []
        for segment in 0..<min(segments, ahead) {
            lanes[segment].adopt(segment: segment, parts: size(of: segment).parts)
        }
        // A read that is shorter than what was asked ahead leaves nothing behind.
        for lane in lanes[min(segments, ahead)..<ahead] { lane.clear() }
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
        return (bytes, (bytes + part - 1) / part)
    }

    /// Mixes parts until none is left to take. For any number of threads, each with its own blender.
    func work(_ blender: Blender) {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < parts else { return }
            if !hasFailed, !mix(index, blender) { giveUp() }
            finish(index)
        }
    }

    private func mix(_ index: Int, _ blender: Blender) -> Bool {
        let segment = index / partsInSegment
        let lane = lanes[segment % lanes.count]
        guard let collection = lane.contributions(segment: segment, draw.target, isGivenUp: { hasFailed }) else {
            return false
        }
        let start = index * part
        let count = min(part, draw.count - start)
        let size = Mixer.contributionSize(for: count)
        let shares = unsafe lane.collector.contributions(
            collection, at: start - segment * SegmentLayout.laneCapacity, count: size)
        collection.credit(size)
        let destination = unsafe UnsafeMutableRawBufferPointer(
            rebasing: output.bytes(count: start + count)[start...])
        // Wiped by who mixed them, while they are still in this processor's cache.
        defer { lane.collector.wipe(collection, at: start - segment * SegmentLayout.laneCapacity, count: size) }
        return unsafe blender.blend(draw.target, own: own.bytes, shares, into: destination)
    }

    private func finish(_ index: Int) {
        defer { if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done.open() } }
        let segment = index / partsInSegment
        if !hasFailed, lanes[segment % lanes.count].finishPart() {
            let following = segment + lanes.count
            guard following < segments else { return }
            let asked = ask(following)
            // A call wakes three processes: one for several segments, while the workers have others to fill.
            if following % Self.segmentsACall == 0 || following == segments - 1 {
                for member in asked { member.end.ring() }
            }
        }
    }

    private var hasFailed: Bool { failed.load(ordering: .acquiring) }

    private func giveUp() {
        failed.store(true, ordering: .releasing)
        for lane in lanes { lane.wakeAll() }
    }

    /// Waits until every part is done.
    /// - Returns: whether all of them were mixed. When not, the lanes and the output are wiped.
    func end() -> Bool {
        // The others are at their last part: shorter than a sleep and a wake-up.
        let patience = Deadline(nanoseconds: MonotonicClock.nanoseconds + 50_000)
        while left.load(ordering: .acquiring) > 0, !patience.hasPassed { spinHint() }
        done.wait()
        guard hasFailed else { return true }
        for lane in lanes { lane.clear() }
        output.wipe(count: draw.count)
        return false
    }
}
