// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE
internal import Linux
internal import WorkerPool

// READ.
extension DeviceFileSystem {
    func read(_ request: ReadRequest, reply: consuming DataReply) {
        guard let node = Node(request.file.inode) else { return reply.fail(.stale) }
        guard request.size > 0 else { return reply.bytes([]) }
        switch node {
        case .bytes, .workerBytes, .bits: readStream(node, request, reply)
        case .result: readResult(node, request, reply)
        case .nodes, .status, .metrics, .control: readTable(node, request, reply)
        default: reply.fail(.isDirectory)
        }
    }

    // MARK: Endless files

    private func readStream(_ node: Node, _ request: ReadRequest, _ reply: consuming DataReply) {
        let size = min(request.size, Draw.largest)
        if facts.isFloor { return reply.bytes(Self.zeroes[..<size]) }
        let isBits = node == .bits
        let count = isBits ? BitText.inputCount(forCharacters: size) : size
        var target = Draw.Target.mixed
        if case .workerBytes(let id) = node { target = .worker(id) }
        unsafe draw(count, target, request.flags, KeptRequest(waiting), reply) { [counters] bytes, reply in
            counters.add(node, bytes: size)
            if isBits { unsafe Self.replyBits(size, bytes, reply) } else { unsafe reply.bytes(bytes) }
        }
    }

    /// What a device for measurements gives.
    private static let zeroes = [UInt8](repeating: 0, count: Draw.largest)

    private static func replyBits(_ size: Int, _ bytes: UnsafeRawBufferPointer, _ reply: consuming DataReply) {
        var text = [UInt8](repeating: 0, count: size)
        var span = text.mutableSpan
        var raw = unsafe span.mutableBytes
        unsafe BitText.expand(RawSpan(_unsafeBytes: bytes), into: &raw)
        reply.bytes(text[...])
        wipe(&text)
    }

    /// Draws for a READ: the reply is given when the bytes are there, on whatever thread; it may be interrupted.
    private func draw(
        _ count: Int, _ target: Draw.Target, _ flags: OpenFlags, _ kept: KeptRequest,
        _ reply: consuming DataReply,
        _ deliver: @escaping @Sendable (UnsafeRawBufferPointer, consuming DataReply) -> Void
    ) {
        let token = nextToken()
        reply.onInterrupt(token)
        let box = Held(reply)
        let draw = Draw(
            token: token, count: count, target: target, mayWait: !flags.isNonblocking, waits: { kept.keep() },
            isCancelled: { box.isInterrupted }
        ) { outcome in
            guard let reply = box.take() else { return }
            switch outcome {
            case .bytes(let bytes): unsafe deliver(bytes, reply)
            case .wouldWait: reply.fail(.again)
            case .cancelled: reply.fail(.interrupted)
            case .gone where target == .mixed:
                // The pool has ended and the server will: a reader waits for the next one.
                kept.leave()
                reply.leave()
            case .gone: reply.fail(.noDevice)
            }
        }
        pool.submit(draw)
    }

    // MARK: Tables

    private func readTable(_ node: Node, _ request: ReadRequest, _ reply: consuming DataReply) {
        switch handles.content(request.file.handle) {
        case .table(let text), .control(_, let text): slice(node, text, request, reply)
        case .result: reply.fail(.stale)
        case nil:
            // An earlier server opened it and took its snapshot: only a read of the whole may see another one, and only
            // who has read all of it is at its end.
            if request.offset > 0, request.offset >= Handles.size(request.file.handle) { return reply.bytes([]) }
            let text = Array(table(node).utf8)
            let isWhole = request.offset == 0 && request.size >= text.count
            if isWhole { slice(node, text, request, reply) } else { reply.fail(.stale) }
        }
    }

    private func slice(_ node: Node, _ text: [UInt8], _ request: ReadRequest, _ reply: consuming DataReply) {
        let start = Int(clamping: min(request.offset, UInt64(text.count)))
        let end = min(start + request.size, text.count)
        counters.add(node, bytes: end - start)
        reply.bytes(text[start..<end])
    }

    // MARK: Results

    private func readResult(_ node: Node, _ request: ReadRequest, _ reply: consuming DataReply) {
        switch handles.content(request.file.handle) {
        case .result(_, let result?): slice(node, result, request, reply)
        case .result(let form, nil): make(form, node, request, kept(for: form), reply)
        case .table, .control: reply.fail(.stale)
        case nil:
            // An earlier server opened it; what it may have given is gone. Only a read of the whole gets a fresh one.
            guard let form = results.form(of: node), let size = form.fixedSize else { return reply.fail(.stale) }
            if request.offset >= size { return reply.bytes([]) }
            guard request.offset == 0, request.size >= size else { return reply.fail(.stale) }
            make(form, node, request, kept(for: form), reply)
        }
    }

    /// A form that may draw again, on another thread, is kept from the start.
    private func kept(for form: ResultForm) -> KeptRequest {
        let kept = KeptRequest(waiting)
        if case .range = form { kept.keep() }
        return kept
    }

    /// Draws until the form accepts what it got; a range may refuse an attempt.
    private func make(
        _ form: ResultForm, _ node: Node, _ request: ReadRequest, _ kept: KeptRequest, _ reply: consuming DataReply
    ) {
        unsafe draw(form.inputCount, .mixed, request.flags, kept, reply) { [self] bytes, reply in
            guard let text = unsafe form.format(RawSpan(_unsafeBytes: bytes)) else {
                return make(form, node, request, kept, reply)
            }
            slice(node, handles.keep(text, for: request.file.handle), request, reply)
        }
    }
}

extension Held where Value == DataReply {
    var isInterrupted: Bool {
        with { $0.isInterrupted } ?? false
    }
}
