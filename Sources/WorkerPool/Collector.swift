// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Mixing
internal import Synchronization

/// Asks all workers on one lane and waits for their answers. One user at a time.
struct Collector: Sendable {
    let lane: Int
    let membership: Membership
    let mailbox: Mailbox

    /// An exchange under way with the workers that were asked.
    struct Exchange: ~Copyable, Sendable {
        let asked: [Member]
        let count: Int
        let deadline: Deadline
    }

    /// What came back: the members that contributed, in ascending id. Their bytes stay in their lanes until wiped.
    struct Collection: Sendable {
        let members: [Member]
        let count: Int

        /// Counts bytes that go into output as contributed.
        func credit(_ bytes: Int) {
            for member in members { member.contributed.add(UInt64(bytes), ordering: .relaxed) }
        }
    }

    /// Asks those who contribute to the target for `count` bytes each, at most the lane's capacity.
    func ask(_ target: Draw.Target, count: Int) -> Exchange {
        let exchange = post(target, count: count)
        call(exchange)
        return exchange
    }

    /// Wakes those who were asked.
    func call(_ exchange: borrowing Exchange) {
        for member in exchange.asked { member.end.ring() }
    }

    /// The same without a call: the workers see it when they look, or with the next one.
    func post(_ target: Draw.Target, count: Int) -> Exchange {
        let asked = membership.contributors.active.filter { member in
            guard target == .mixed || target == .worker(member.id) else { return false }
            if member.end.post(lane: lane, count: count) { return true }
            if !member.end.isEnded { leftOut(member) }
            return false
        }
        return Exchange(asked: asked, count: count, deadline: .after(milliseconds: PoolConfiguration.step))
    }

    /// Waits for those who were asked; whoever makes no step in time is left out.
    /// - Parameter anew: whether their time begins now, since they have only just been called.
    func gather(_ exchange: consuming Exchange, anew: Bool = false) -> Collection {
        let deadline = anew ? Deadline.after(milliseconds: PoolConfiguration.step) : exchange.deadline
        let members = exchange.asked.filter { answered($0, deadline) }
        return Collection(members: members, count: exchange.count)
    }

    private func answered(_ member: Member, _ deadline: Deadline) -> Bool {
        switch member.end.wait(lane: lane, until: deadline, step: PoolConfiguration.step) {
        case .complete: return true
        case .ended: break
        case .away:
            membership.leave(member)
            mailbox.post { $0.away(member) }
        case .late: leftOut(member)
        case .invalid:
            membership.leave(member)
            mailbox.post { $0.lied(member) }
        }
        return false
    }

    /// It owes an answer on this lane: out of the reads until it gives it.
    private func leftOut(_ member: Member) {
        membership.leave(member)
        mailbox.post { [lane] in $0.stalled(member, lane: lane) }
    }

    /// Whether so many contributions may become output.
    func suffices(_ collection: Collection, for target: Draw.Target) -> Bool {
        let needed = target == .mixed ? membership.quorum : 1
        return collection.members.count >= needed
    }

    /// The contributions, in ascending worker id. SAFETY for callers: valid while `collection` is referenced and until
    /// the lane is asked again.
    func contributions(_ collection: Collection, at offset: Int, count: Int) -> [UnsafeRawBufferPointer] {
        unsafe collection.members.map { member in
            let bytes = unsafe member.end.data(lane: lane, count: collection.count)
            return unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
        }
    }

    /// Whether `gather` would not wait.
    func isAnswered(_ exchange: borrowing Exchange) -> Bool {
        exchange.asked.allSatisfy { $0.end.isAnswered(lane: lane) }
    }

    /// Whether `gather` would not wait, or only for those who have used their time up.
    func isSettled(_ exchange: borrowing Exchange) -> Bool {
        exchange.deadline.hasPassed || isAnswered(exchange)
    }

    /// Wipes what was collected.
    func wipe(_ collection: Collection) {
        for member in collection.members { member.end.wipe(lane: lane, count: collection.count) }
    }

    /// Wipes a part of what was collected.
    func wipe(_ collection: Collection, at offset: Int, count: Int) {
        for member in collection.members { member.end.wipe(lane: lane, at: offset, count: count) }
    }

    /// Waits for an exchange that nobody wants any more and wipes what came.
    func discard(_ exchange: consuming Exchange) {
        wipe(gather(exchange))
    }
}
