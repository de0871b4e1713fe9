// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE
internal import Journal
internal import Linux
internal import Logging
internal import WorkerPool

// WRITE to control.
extension DeviceFileSystem {
    /// Commands of one WRITE: what was read, and where in the WRITE each of them ends.
    private struct Batch {
        var commands: [ControlCommand] = []
        var ends: [Int] = []
    }

    func write(_ bytes: RawSpan, to file: OpenFile, reply: consuming WriteReply) {
        guard Node(file.inode) == .control else { return reply.fail(.accessDenied) }
        let size = bytes.byteCount
        let request = Message.request
        if let record = journal.controlRecord, record.request == request { return reply.again(record.result) }
        do throws(ControlError) {
            let batch = try parse(bytes, file)
            guard !batch.commands.isEmpty else { return reply.took(size) }
            guard let kept = writes.keep() else {
                dropTail(file)
                log.add("error: a write takes at most \(Journal.longestWrite - 80) bytes")
                return reply.fail(.invalid)
            }
            let box = Held(reply)
            pool.perform(batch.commands) { [self] performance in
                record(batch.commands, performance)
                guard let reply = box.take() else { return }
                let result = result(performance, batch, size, file)
                keep(performance.wish, request, result)
                reply.again(result)
                writes.drop(kept)
            }
        } catch {
            log.add("error: \(error)")
            reply.fail(.invalid)
        }
    }

    private func parse(_ bytes: RawSpan, _ file: OpenFile) throws(ControlError) -> Batch {
        var ends: [Int] = []
        for offset in 0..<bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            if byte == UInt8(ascii: "\n") { ends.append(offset + 1) }
        }
        let lines = try handles.withLines(file.handle) { (kept) throws(ControlError) in try kept.feed(bytes) }
        do throws(ControlError) {
            var batch = Batch(ends: ends)
            for line in lines { batch.commands.append(try ControlCommand(line: line)) }
            return batch
        } catch {
            dropTail(file)
            throw error
        }
    }

    private func dropTail(_ file: OpenFile) {
        try? handles.withLines(file.handle) { kept in _ = kept.finish() }
    }

    /// When some commands were carried out before one failed, the writer hears how far it got, as of any short write,
    /// and the error when it writes the rest again.
    /// - Returns: bytes taken, or a negative error number.
    private func result(
        _ performance: WorkerPool.Performance, _ batch: Batch, _ size: Int, _ file: OpenFile
    ) -> Int32 {
        guard let refused = performance.refused else { return Int32(size) }
        dropTail(file)
        let done = performance.done.count
        return done > 0 ? Int32(batch.ends[done - 1]) : -refused.error.errno.rawValue
    }

    /// One record {request, wish, result} before the reply: a server that sees the request again answers it from there.
    private func keep(_ wish: PoolWish?, _ request: UInt64, _ result: Int32) {
        guard let wish else { return }
        do throws(Errno) {
            try journal.write(ControlRecord(request: request, result: result, wished: Array(wish.text.utf8)))
        } catch {
            logger.error("the wished pool does not fit the journal: the next server will not know it")
        }
    }

    private func record(_ commands: [ControlCommand], _ performance: WorkerPool.Performance) {
        for (command, worker) in zip(commands, performance.done) {
            log.add("ok: \(command)\(worker.map { " (worker \($0))" } ?? "")")
        }
        if let refused = performance.refused {
            log.add("error: \(commands[refused.index]): \(refused.error)")
        }
    }

    /// A last line without a newline.
    func finishControl(_ file: OpenFile) {
        guard let line = try? handles.withLines(file.handle, { kept in kept.finish() }) else { return }
        do throws(ControlError) {
            let command = try ControlCommand(line: line)
            let request = Message.request
            if journal.controlRecord?.request == request { return }
            pool.perform([command]) { [self] performance in
                record([command], performance)
                keep(performance.wish, request, 0)
            }
        } catch {
            log.add("error: \(error)")
        }
    }
}

extension PoolError {
    /// What the writer of a command sees.
    var errno: Errno {
        switch self {
        case .noSuchWorker: .noSuchFile
        case .belowQuorum: .busy
        case .quorumAbovePool: .invalid
        case .full: .noSpace
        case .startFailed: .inputOutput
        case .ended: .busy
        }
    }
}

extension WriteReply {
    /// Answers with bytes taken or a negative error number.
    consuming func again(_ result: Int32) {
        if result >= 0 { took(Int(result)) } else { fail(Errno(rawValue: -result)) }
    }
}
