// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE
internal import Journal
internal import Linux
internal import Logging
internal import Synchronization
internal import WorkerPool

/// The device's tree of files over a pool.
///
/// Concurrency: called from all threads of the session; what it holds stands in `Handles` and `ResultNodes`, each
/// behind a lock of its own that is never held while a reply is given.
final class DeviceFileSystem: FileSystem {
    let pool: WorkerPool
    let facts: DeviceFacts
    let logger: Logger
    let handles: Handles
    let results: ResultNodes
    let log = ControlLog()
    let counters = ReadCounters()
    let pollers = Pollers()
    let journal: Journal
    let waiting: WaitingRequests
    let writes: KeptWrites
    private let tokens = Atomic<UInt64>(1)

    init(pool: WorkerPool, facts: DeviceFacts, journal: Journal, logger: Logger) {
        self.pool = pool
        self.journal = journal
        waiting = WaitingRequests(journal)
        writes = KeptWrites(journal)
        self.facts = facts
        self.logger = logger
        handles = Handles(epoch: facts.epoch)
        results = ResultNodes(epoch: facts.epoch)
        pool.onChange { [weak self] in self?.pollers.ring() }
    }

    /// A number for a draw that may be interrupted.
    func nextToken() -> UInt64 {
        tokens.add(1, ordering: .relaxed).newValue
    }

    // MARK: Names

    func lookup(_ name: String, in parent: Inode, caller: Caller, reply: consuming EntryReply) {
        guard let node = Node(parent), node.isDirectory else { return reply.fail(.notDirectory) }
        switch Directory(node: node, workers: pool.workerIDs).find(name) {
        case .node(let child): reply.found(child.inode, attributes(of: child))
        case .result(let form):
            let child = results.make(form)
            reply.found(child.inode, attributes(of: child))
        case nil: reply.fail(.noSuchFile)
        }
    }

    func forget(_ inode: Inode, count: UInt64) {
        results.forget(inode, count: count)
    }

    func list(_ inode: Inode, reply: consuming DirectoryReply) {
        guard let node = Node(inode), node.isDirectory else { return reply.fail(.notDirectory) }
        reply.entries(Directory(node: node, workers: pool.workerIDs).listing)
    }

    // MARK: Attributes

    func attributes(of inode: Inode, reply: consuming AttributesReply) {
        guard let node = Node(inode) else { return reply.fail(.stale) }
        reply.are(attributes(of: node))
    }

    func setAttributes(of inode: Inode, _ change: AttributeChange, reply: consuming AttributesReply) {
        guard let node = Node(inode) else { return reply.fail(.stale) }
        if change.ownership || (change.size != nil && node != .control) { return reply.fail(.notPermitted) }
        reply.are(attributes(of: node))
    }

    private func attributes(of node: Node) -> Attributes {
        Attributes(
            number: node.number, kind: node.isDirectory ? .directory : .file, permissions: node.permissions,
            size: size(of: node), user: facts.user, group: facts.group, time: facts.time)
    }

    /// Endless files have size 0: with more, splice and mmap would go through the page cache and repeat bytes.
    private func size(of node: Node) -> Int {
        switch node {
        case .nodes, .status, .metrics, .control: table(node).utf8.count
        case .result: results.form(of: node)?.fixedSize ?? 0
        default: 0
        }
    }

    /// The text of a table at this moment.
    func table(_ node: Node) -> String {
        switch node {
        case .nodes: NodesTable.render(pool.report())
        case .status:
            StatusText.render(pool.report(facts: facts.lines + [("memory_locked", pool.isMemoryLocked ? "yes" : "no")]))
        case .metrics: MetricsText.render(pool.report(), further: counters.metrics + gauges)
        case .control: ControlCommand.usage + log.text
        default: ""
        }
    }

    private var gauges: [Metric] {
        [
            Metric(
                name: "alara_bytes_ahead", help: "Contributions kept ahead while a burst of reads lasts.",
                kind: .gauge, value: .integer(UInt64(pool.bytesAhead))),
            Metric(
                name: "alara_takeovers_total", help: "Servers of this mount before this one.", kind: .counter,
                value: .integer(UInt64(max(facts.epoch, 1) - 1))),
        ]
    }

    // MARK: Opening

    func open(_ inode: Inode, flags: OpenFlags, caller: Caller, reply: consuming OpenReply) {
        guard let node = Node(inode) else { return reply.fail(.stale) }
        if node.isDirectory { return reply.fail(.isDirectory) }
        if flags.writes, node != .control { return reply.fail(.accessDenied) }
        do throws(Errno) {
            let handle = try handle(for: node, caller)
            if !reply.opened(handle: handle) { handles.close(handle) }
        } catch {
            reply.fail(error)
        }
    }

    private func handle(for node: Node, _ caller: Caller) throws(Errno) -> UInt64 {
        switch node {
        case .bytes, .bits: return handles.number()
        case .workerBytes(let id):
            guard pool.hasWorker(id) else { throw .noSuchFile }
            return handles.number()
        case .result:
            guard results.open(node.inode), let form = results.form(of: node) else { throw .stale }
            return try keep(.result(form, nil), size: form.fixedSize ?? form.inputCount * 3 + 2, caller)
        case .control:
            let text = Array(table(node).utf8)
            return try keep(.control(ControlLines(), text: text), size: text.count + ControlLines.limit, caller)
        default:
            let text = Array(table(node).utf8)
            return try keep(.table(text), size: text.count, caller)
        }
    }

    private func keep(_ content: Handles.Content, size: Int, _ caller: Caller) throws(Errno) -> UInt64 {
        guard let handle = handles.open(content, size: size, user: caller.user) else { throw .noBuffers }
        return handle
    }

    func release(_ file: OpenFile) {
        if Node(file.inode) == .control { finishControl(file) }
        pollers.remove(file)
        handles.close(file.handle)
    }

    // MARK: Waiting

    func poll(_ file: OpenFile, notifier: PollNotifier?, reply: consuming PollReply) {
        guard let node = Node(file.inode) else { return reply.fail(.stale) }
        if let notifier {
            let kept = KeptRequest(waiting)
            kept.keep()
            pollers.add(notifier, kept, for: file)
        }
        reply.ready(reading: isReady(node), writing: node == .control)
    }

    private func isReady(_ node: Node) -> Bool {
        switch node {
        case .bytes, .bits, .result: pool.isReady
        default: true
        }
    }

    func interrupted(_ token: UInt64) {
        pool.cancel(token)
    }
}

/// Programs that wait in poll(2) or epoll(7), one an open file.
final class Pollers: Sendable {
    /// A waiting program, and its request, which the next server needs to wake it.
    private struct Poller {
        let notifier: PollNotifier
        let kept: KeptRequest
    }

    private let waiting = Mutex<[OpenFile: Poller]>([:])

    func add(_ notifier: PollNotifier, _ kept: KeptRequest, for file: OpenFile) {
        waiting.withLock { $0[file] = Poller(notifier: notifier, kept: kept) }
    }

    func remove(_ file: OpenFile) {
        _ = waiting.withLock { $0.removeValue(forKey: file) }
    }

    /// Has all of them look again.
    func ring() {
        let all = waiting.withLock { waiting in
            defer { waiting = [:] }
            return waiting
        }
        for poller in all.values { poller.notifier.ring() }
    }
}
