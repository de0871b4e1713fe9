// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Mixing
internal import OpenSSL

/// Fills draws: two lanes, so that workers fill the one while it mixes the other, a mixer, and memory for the result.
/// One user at a time; the queue lends it out.
final class Filler: @unchecked Sendable {
    // @unchecked because `mixer` is mutable: the draw queue gives a filler to one thread at a time.

    private var mixer: Mixer
    private let output: SecretBuffer
    private let own: SecretBuffer
    private let lanes: [Collector]

    /// The filler that uses lanes 2·index and 2·index + 1 of every worker.
    init(index: Int, membership: Membership, mailbox: Mailbox) throws {
        mixer = try Mixer()
        output = try SecretBuffer(size: Draw.largest)
        own = try SecretBuffer(size: 4096)
        lanes = [2 * index, 2 * index + 1].map { Collector(lane: $0, membership: membership, mailbox: mailbox) }
    }

    /// How many fillers a segment's lanes are enough for.
    static let most = SegmentLayout.laneCount / 2

    /// Fills draws of one target whose contributions fit into one lane together: one collection for all.
    /// - Returns: false when there were too few contributions; the draws are then as they were.
    func fillTogether(_ draws: [Draw]) -> Bool {
        guard let target = draws.first?.target else { return true }
        let total = draws.reduce(0) { $0 + Mixer.contributionSize(for: $1.count) }
        let collection = lanes[0].gather(lanes[0].ask(target, count: total))
        defer { lanes[0].wipe(collection) }
        guard lanes[0].suffices(collection, for: target) else { return false }
        var offset = 0
        for draw in draws {
            guard produce(draw.count, at: 0, from: collection, lanes[0], offset: offset, target, fresh: true) else {
                return false
            }
            finish(draw)
            offset += Mixer.contributionSize(for: draw.count)
        }
        lanes[0].credit(collection)
        return true
    }

    /// Fills one draw of any size, lane by lane.
    /// - Returns: false when there were too few contributions at some point; the draw is then as it was.
    func fill(_ draw: Draw) -> Bool {
        let segments = stride(from: 0, to: draw.count, by: SegmentLayout.laneCapacity).map { start in
            (start: start, count: min(SegmentLayout.laneCapacity, draw.count - start))
        }
        var next = ask(segments[0].count, 0, draw.target)
        for (index, segment) in segments.enumerated() {
            let lane = lanes[index % 2]
            let current = next
            next = nil
            if index + 1 < segments.count { next = ask(segments[index + 1].count, index + 1, draw.target) }
            guard take(current, segment, lane, draw.target, fresh: index == 0) else {
                discard(next, lanes[(index + 1) % 2])
                output.wipe(count: draw.count)
                return false
            }
        }
        finish(draw)
        return true
    }

    private func ask(_ count: Int, _ index: Int, _ target: Draw.Target) -> Asked? {
        Asked(lanes[index % 2].ask(target, count: Mixer.contributionSize(for: count)))
    }

    private func take(
        _ asked: Asked?, _ segment: (start: Int, count: Int), _ lane: Collector, _ target: Draw.Target, fresh: Bool
    ) -> Bool {
        guard let exchange = asked?.take() else { return false }
        let collection = lane.gather(exchange)
        defer { lane.wipe(collection) }
        guard lane.suffices(collection, for: target) else { return false }
        lane.credit(collection)
        return produce(segment.count, at: segment.start, from: collection, lane, offset: 0, target, fresh: fresh)
    }

    private func discard(_ asked: Asked?, _ lane: Collector) {
        guard let exchange = asked?.take() else { return }
        lane.wipe(lane.gather(exchange))
    }

    /// Writes `count` bytes of output at `start`: mixed, or one worker's own.
    /// - Parameter fresh: whether a new read begins, which takes a new w0 from the kernel.
    private func produce(
        _ count: Int, at start: Int, from collection: Collector.Collection, _ lane: Collector, offset: Int,
        _ target: Draw.Target, fresh: Bool
    ) -> Bool {
        let size = Mixer.contributionSize(for: count)
        let shares = unsafe lane.contributions(collection, at: offset, count: size)
        let destination = unsafe UnsafeMutableRawBufferPointer(
            rebasing: output.bytes(count: start + count)[start..<start + count])
        let salt = unsafe own.bytes(count: Mixer.blockSize)
        do {
            if target != .mixed {
                unsafe destination.copyMemory(from: .init(rebasing: shares[0][..<count]))
                return true
            }
            if fresh { try unsafe KernelRandom.fill(salt) }
            try unsafe mixer.mix(own: .init(salt), shares, into: destination)
            return true
        } catch {
            return false
        }
    }

    /// Hands the output over and wipes it.
    private func finish(_ draw: Draw) {
        unsafe draw.finish(.bytes(.init(output.bytes(count: draw.count))))
        output.wipe(count: draw.count)
        own.wipe(count: Mixer.blockSize)
    }
}

/// An exchange in an optional place, taken once.
private final class Asked {
    private var exchange: Collector.Exchange?

    init(_ exchange: consuming Collector.Exchange) { self.exchange = consume exchange }

    func take() -> Collector.Exchange? { exchange.take() }
}
