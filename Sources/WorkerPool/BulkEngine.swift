// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Linux
internal import Synchronization

/// Fills large draws, one at a time, with the calling thread and helpers: one reader uses every core. The queue lends
/// it out.
final class BulkEngine: Sendable {
    private let output: SecretBuffer
    private let own: OwnShare
    private let blender: Blender
    private let lanes: [BulkLane]
    private let helpers: [Helper]

    /// A thread that helps, and the job that it is to help with.
    private final class Helper: Sendable {
        let blender: Blender
        let call = Latch()
        let job = Mutex<BulkJob?>(nil)
        let isStopped = Atomic<Bool>(false)

        init() throws {
            blender = try Blender()
        }

        func run() {
            while true {
                call.wait()
                if isStopped.load(ordering: .acquiring) { return }
                job.withLock { job in
                    defer { job = nil }
                    return job
                }?.work(blender)
            }
        }
    }

    /// An engine with one helper for each processor beyond the first, three at the most.
    init(membership: Membership, mailbox: Mailbox) throws {
        output = try SecretBuffer(size: Draw.largest)
        own = try OwnShare()
        blender = try Blender()
        lanes = SegmentLayout.bulkLanes.map { lane in
            BulkLane(Collector(lane: lane, membership: membership, mailbox: mailbox))
        }
        helpers = try (1..<max(1, min(4, CurrentProcess.processors))).map { _ in try Helper() }
        for (index, helper) in helpers.enumerated() {
            try Thread(name: "alara-mix-\(index + 1)") { helper.run() }.detach()
        }
    }

    /// Whether the memory that holds its random bytes is locked.
    var isLocked: Bool { output.isLocked }

    deinit {
        for helper in helpers {
            helper.isStopped.store(true, ordering: .releasing)
            helper.call.open()
        }
    }

    /// Draws of at most this are not worth a helper's wake-up.
    private static let alone = 2 * BulkJob.part

    /// Fills a draw.
    /// - Returns: false when there were too few contributions at some point; the draw is then as it was.
    func fill(_ draw: Draw) -> Bool {
        guard own.renew() else { return false }
        defer { own.wipe() }
        let job = BulkJob(draw, output: output, own: own, lanes: lanes)
        job.begin()
        if draw.count > Self.alone { for helper in helpers { call(helper, job) } }
        job.work(blender)
        guard job.end() else { return false }
        unsafe draw.finish(.bytes(.init(output.bytes(count: draw.count))))
        output.wipe(count: draw.count)
        return true
    }

    private func call(_ helper: Helper, _ job: BulkJob) {
        helper.job.withLock { $0 = job }
        helper.call.open()
    }
}
