// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// libfuse's set-uid program fusermount3, which mounts and unmounts for ordinary users.
struct Fusermount {
    private static let name = "fusermount3"
    /// It does a few system calls; one that takes longer hangs.
    private static let limitMilliseconds = 10_000
    private let path: String

    /// How a run of it ended.
    struct Outcome {
        let status: ExitStatus
        /// What it wrote to standard error, in one line.
        let message: String
    }

    /// Finds it in /usr/bin, /bin and PATH.
    init() throws(HolderError) {
        let searched = CurrentProcess.environment("PATH")?.split(separator: ":").map(String.init) ?? []
        let candidates = (["/usr/bin", "/bin"] + searched).map { "\($0)/\(Self.name)" }
        guard let path = candidates.first(where: CurrentProcess.mayExecute) else { throw .fusermountMissing }
        self.path = path
    }

    /// Mounts, and receives the open /dev/fuse of the mount.
    func mount(on point: String, options: String) throws(HolderError) -> FileDescriptor {
        var ends = try attempt("make a socket") { () throws(Errno) in try FileDescriptor.socketPair() }
        let number = ends.second.rawValue
        let outcome = try run(["-o", options, "--", point], passing: [number], environment: ["_FUSE_COMMFD=3"])
        ends.closeSecond()
        guard outcome.status == .exited(0) else { throw .mountRefused(point, reason: outcome.message) }
        do {
            return try ends.first.receiveDescriptor()
        } catch {
            throw .mountRefused(point, reason: "\(Self.name) gave no descriptor: \(error)")
        }
    }

    /// Unmounts.
    func unmount(_ point: String, lazily: Bool) throws(HolderError) {
        let outcome = try run([lazily ? "-uz" : "-u", "--", point])
        guard outcome.status != .exited(0) else { return }
        throw Self.explain(outcome.message, point)
    }

    /// What the words of a failed `fusermount3 -u` mean; it has one exit status for all.
    static func explain(_ message: String, _ point: String) -> HolderError {
        if message.contains("Device or resource busy") { return .busy(point) }
        if message.contains("not found in") || message.contains("Invalid argument") { return .unmountForbidden(point) }
        if message.contains("not permitted") || message.contains("Permission denied") {
            return .unmountForbidden(point)
        }
        return .unmountFailed(point, reason: message)
    }

    private func run(
        _ arguments: [String], passing descriptors: [Int32] = [], environment: [String] = []
    ) throws(HolderError) -> Outcome {
        var errors = try attempt("make a pipe") { () throws(Errno) in try FileDescriptor.pipe() }
        var program = ChildProgram(.path(path), [Self.name] + arguments, descriptors: descriptors)
        program.environment = environment + ["PATH=/usr/bin:/bin"]
        program.standard = [-1, -1, errors.second.rawValue]
        let child: ChildProcess
        do { child = try program.spawn() } catch { throw .system("cannot run \(path)", error) }
        errors.closeSecond()
        if !waitForReadable(child.descriptor, by: .after(milliseconds: Self.limitMilliseconds)) {
            child.signal(Signal.kill)
        }
        let status = child.wait()
        let text = (try? errors.first.read(count: 4096)) ?? []
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        return Outcome(status: status, message: lines.isEmpty ? "\(status)" : lines.joined(separator: ", "))
    }
}
