// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// One running alara-server, and what the holder hears from it. Ending its life here ends the server: it dies when the
/// holder's end of its socket closes.
///
/// The server's descriptors: 3 /dev/fuse, 4 the journal, 5 its end of the socket, 6 alara-worker, 7 itself.
final class ServerProcess {
    /// The byte by which a server says that its pool is up and requests are being answered.
    private static let readyByte = UInt8(ascii: "R")
    /// It stops its workers politely within this time.
    private static let politeMilliseconds = 6000
    private static let killedMilliseconds = 2000
    /// From a closed socket to the end of the process.
    private static let closedMilliseconds = 1000

    private let process: ChildProcess
    private let socket: FileDescriptor
    /// The reading end of its standard error, nil when it has the holder's.
    private let errors: FileDescriptor?
    private var socketIsOpen = true
    private var errorsAreOpen: Bool

    /// What has happened since the last look.
    struct News {
        /// It says that it is up.
        var isReady = false
        /// How it ended; it is reaped.
        var end: ExitStatus?
        /// Lines of its standard error.
        var lines: [String] = []
    }

    /// What a server is started with.
    struct Arguments {
        /// argv, the name first.
        var words: [String]
        /// Whether its standard error is the holder's; else its lines come as news.
        var sharesStandardError: Bool
    }

    /// Its process id.
    var pid: Int32 { process.pid }

    /// Starts a server, in a session of its own: the keyboard's signals are the holder's alone.
    init(
        _ arguments: Arguments, device: borrowing FileDescriptor, journal: borrowing FileDescriptor,
        programs: borrowing Programs
    ) throws(Errno) {
        var ends: FileDescriptor.Ends = try FileDescriptor.socketPair()
        var pipe: FileDescriptor.Ends = try FileDescriptor.pipe()
        var program = ChildProgram(
            .descriptor(programs.server.rawValue), arguments.words,
            descriptors: [device.rawValue, journal.rawValue, ends.second.rawValue, programs.worker.rawValue])
        program.standard = [-1, -1, arguments.sharesStandardError ? 2 : pipe.second.rawValue]
        program.newSession = true
        // A crash must not print memory that holds random bytes.
        program.environment = ["SWIFT_BACKTRACE=enable=no"]
        process = try program.spawn()
        ends.closeSecond()
        pipe.closeSecond()
        socket = ends.takeFirst()
        errors = arguments.sharesStandardError ? nil : pipe.takeFirst()
        errorsAreOpen = !arguments.sharesStandardError
    }

    /// To be polled; `look` tells what it was.
    var descriptors: [Int32] {
        var numbers = [process.descriptor.rawValue]
        if socketIsOpen { numbers.append(socket.rawValue) }
        if errorsAreOpen, let number = errorsNumber { numbers.append(number) }
        return numbers
    }

    private var errorsNumber: Int32? {
        switch errors {
        case .some(let errors): errors.rawValue
        case .none: nil
        }
    }

    /// Takes what has happened, without waiting but for the end of a server that has closed its socket.
    func look() -> News {
        var news = News()
        news.isReady = hearSocket()
        if !socketIsOpen, !waitForReadable(process.descriptor, by: .after(milliseconds: Self.closedMilliseconds)) {
            process.signal(Signal.kill)
            _ = waitForReadable(process.descriptor, by: .after(milliseconds: Self.killedMilliseconds))
        }
        news.end = process.statusIfEnded()
        news.lines = hearErrors()
        return news
    }

    /// Ends it at once; `look` tells when it has ended.
    func kill() { process.signal(Signal.kill) }

    /// Waits for its end after a kill; nil when even that has not ended it in time.
    func waitForEnd() -> ExitStatus? {
        guard waitForReadable(process.descriptor, by: .after(milliseconds: Self.killedMilliseconds)) else { return nil }
        return process.statusIfEnded()
    }

    /// Ends it, politely at first. Waits at most for both limits.
    /// - Returns: how it ended, nil when even the kill has not ended it in time.
    func stop() -> ExitStatus? {
        process.signal(Signal.terminate)
        if !waitForReadable(process.descriptor, by: .after(milliseconds: Self.politeMilliseconds)) {
            kill()
            return waitForEnd()
        }
        return process.statusIfEnded()
    }

    private func hearSocket() -> Bool {
        guard socketIsOpen, isReadable(socket.rawValue) else { return false }
        guard let bytes = try? socket.read(count: 64), !bytes.isEmpty else {
            socketIsOpen = false
            return false
        }
        return bytes.contains(Self.readyByte)
    }

    private func hearErrors() -> [String] {
        var text: [UInt8] = []
        while errorsAreOpen, text.count < 1 << 16, let number = errorsNumber, isReadable(number) {
            let part = readErrors()
            if part.isEmpty { errorsAreOpen = false }
            text += part
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func readErrors() -> [UInt8] {
        switch errors {
        case .some(let errors): (try? errors.read(count: 4096)) ?? []
        case .none: []
        }
    }

    private func isReadable(_ number: Int32) -> Bool { !pollReadable([number], milliseconds: 0)[0].isEmpty }
}
