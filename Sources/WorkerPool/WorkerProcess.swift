// SPDX-License-Identifier: Apache-2.0

internal import Channel
internal import Entropy
internal import Linux
internal import Synchronization

/// One incarnation of a worker, from its spawn to its end. Confined to the pool's loop.
final class WorkerProcess {
    let member: Member
    let source: EntropySource
    let process: ChildProcess
    let socket: FileDescriptor
    let startedAt: Int64
    /// Whether it has said that it is up.
    var isUp = false
    /// Whether it has been asked to end.
    var isStopping = false
    /// Why the pool killed it, when it did.
    var verdict: String?
    /// Whether that was for what it gave, so that it comes back only after a back-off.
    var isQuarantined = false

    /// Spawns a worker.
    /// - Throws: why it cannot be: the source's file, or the spawn.
    init(
        id: UInt64, incarnation: UInt64, source: EntropySource, configuration: PoolConfiguration
    ) throws(PoolError) {
        let device = try Self.device(of: source)
        do throws(Errno) {
            let segment = try ServerEnd.makeSegment()
            let end = try ServerEnd(segment)
            let ends = try FileDescriptor.socketPair()
            var descriptors = [segment.rawValue, ends.second.rawValue]
            switch device {
            case .some(let device): descriptors.append(device.rawValue)
            case nil: break
            }
            var program = ChildProgram(
                configuration.program.image, Self.arguments(source, configuration), descriptors: descriptors)
            // A crash must not print memory that holds random bytes.
            program.environment = ["SWIFT_BACKTRACE=enable=no"]
            process = try program.spawn()
            member = Member(id: id, incarnation: incarnation, end: end)
            socket = try ends.first.duplicate()
        } catch {
            throw .startFailed("cannot start the worker program: \(error)")
        }
        self.source = source
        startedAt = MonotonicClock.nanoseconds
    }

    private static func arguments(_ source: EntropySource, _ configuration: PoolConfiguration) -> [String] {
        let identity = configuration.identity
        return [
            "alara-worker", source.kind, identity.map { String($0.user) } ?? "-",
            identity.map { String($0.group) } ?? "-",
        ]
    }

    /// The open file of a `file:` source: a character device or a FIFO, no link. A regular file would repeat its bytes
    /// at every restart.
    private static func device(of source: EntropySource) throws(PoolError) -> FileDescriptor? {
        switch source {
        case .openssl, .kernel, .cpu: return nil
        case .remote(let name): throw .startFailed("no peer is called \(name)")
        case .file(let path):
            do throws(Errno) {
                let file = try FileDescriptor.open(path, [.read, .nonblocking, .noFollow, .noTerminal])
                if try file.deviceKind() != .other { return file }
            } catch {
                throw .startFailed("\(path): \(error)")
            }
            throw .startFailed("\(path) is neither a character device nor a FIFO")
        }
    }

    /// Reads what it rang with; nil when it closed its end.
    func readCalls() -> Bool {
        guard let calls = try? socket.read(count: 64) else { return false }
        return !calls.isEmpty
    }
}

extension PoolConfiguration.WorkerImage {
    var image: ChildProgram.Image {
        switch self {
        case .descriptor(let number): .descriptor(number)
        case .path(let path): .path(path)
        }
    }
}

extension EntropySource {
    /// The worker program's word for it.
    var kind: String {
        switch self {
        case .openssl, .kernel, .cpu: description
        case .file, .remote: "device"
        }
    }

    /// What stands behind it: sources of the same group fail together.
    var group: String {
        switch self {
        case .openssl, .kernel: "kernel"
        case .cpu, .file, .remote: description
        }
    }
}
