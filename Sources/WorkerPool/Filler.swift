// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Mixing

/// Fills small draws, several of one target from one collection: from the window while a burst lasts, else from the
/// workers at once. One user at a time; the queue lends it out.
final class Filler: Sendable {
    private let blender: Blender
    private let own: OwnShare
    private let output: SecretBuffer
    private let scratch: SecretBuffer
    private let collector: Collector
    private let window: Window

    /// The filler that uses the single lane of this index.
    init(index: Int, window: Window, membership: Membership, mailbox: Mailbox) throws {
        blender = try Blender()
        own = try OwnShare()
        output = try SecretBuffer(size: Draw.largestSmall)
        scratch = try SecretBuffer(size: SegmentLayout.laneCapacity)
        let lane = SegmentLayout.singleLanes.lowerBound + index
        collector = Collector(lane: lane, membership: membership, mailbox: mailbox)
        self.window = window
    }

    /// Whether the memory that holds its random bytes is locked.
    var isLocked: Bool { output.isLocked && scratch.isLocked }

    /// How many fillers there are lanes for.
    static let most = SegmentLayout.singleLanes.count

    /// Bytes of contributions that draws filled together may need at the most.
    static let room = SegmentLayout.laneCapacity

    /// Fills the draws. What they need of each worker is at most `room`.
    /// - Returns: false when there were too few contributions; draws that are not finished are then as they were.
    func fill(_ draws: [Draw]) -> Bool {
        guard let target = draws.first?.target else { return true }
        let total = draws.reduce(0) { $0 + Mixer.contributionSize(for: $1.count) }
        if target == .mixed, let members = unsafe window.take(total, into: scratch.bytes(count: scratch.size)) {
            let shares = unsafe (0..<members).map { $0 * total }.map { start in
                unsafe UnsafeRawBufferPointer(rebasing: scratch.bytes(count: start + total)[start...])
            }
            defer { scratch.wipe(count: members * total) }
            return unsafe finish(draws, target, shares)
        }
        let collection = collector.gather(collector.ask(target, count: total))
        defer { collector.wipe(collection) }
        guard collector.suffices(collection, for: target) else { return false }
        collection.credit(total)
        return unsafe finish(draws, target, collector.contributions(collection, at: 0, count: total))
    }

    /// To be called after `fill`, when nobody waits for it: has the workers fill the window for the next draws.
    func prepare() { window.refill() }

    /// Hands each draw its part: its own blocks, under its own w0.
    private func finish(_ draws: [Draw], _ target: Draw.Target, _ shares: [UnsafeRawBufferPointer]) -> Bool {
        var offset = 0
        for draw in draws {
            let size = Mixer.contributionSize(for: draw.count)
            let part = unsafe shares.map { unsafe UnsafeRawBufferPointer(rebasing: $0[offset..<offset + size]) }
            let destination = unsafe output.bytes(count: draw.count)
            defer { output.wipe(count: draw.count) }
            guard own.renew(), unsafe blender.blend(target, own: own.bytes, part, into: destination) else {
                return false
            }
            unsafe draw.finish(.bytes(.init(destination)))
            offset += size
        }
        own.wipe()
        return true
    }
}
