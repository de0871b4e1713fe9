// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Linux

/// Programs run as children.
struct ChildProgramTests {
    /// A shell that runs `script`; its output goes to the pipe's end.
    private static func shell(_ script: String, _ output: Int32 = -1, _ descriptors: [Int32] = []) -> ChildProgram {
        var program = ChildProgram(.path("/bin/sh"), ["sh", "-c", script], descriptors: descriptors)
        program.standard = [-1, output, -1]
        return program
    }

    private static func output(of script: String, _ descriptors: [Int32] = []) throws -> String {
        var ends = try FileDescriptor.pipe()
        let reader = ends.takeFirst()
        let child = try shell(script, ends.second.rawValue, descriptors).spawn()
        ends.closeSecond()
        let text = String(decoding: try reader.readAll(), as: UTF8.self)
        let ending = child.wait()
        #expect(ending == .exited(0))
        return text
    }

    @Test(arguments: [0, 1, 2, 127, 255] as [Int32])
    func wait_ofOneThatLeaves_isItsStatus(status: Int32) throws {
        let child = try Self.shell("exit \(status)").spawn()
        let ending = child.wait()
        #expect(ending == .exited(status))
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGINT, SIGPIPE, SIGHUP])
    func wait_ofOneThatASignalEnds_isThatSignal(signal: Int32) throws {
        let child = try Self.shell("exec sleep 600").spawn()
        child.signal(signal)
        let ending = child.wait()
        #expect(ending == .signaled(signal))
        child.signal(signal)
    }

    @Test func statusIfEnded_isNilUntilItHasEnded() throws {
        let child = try Self.shell("exec sleep 600").spawn()
        let early = child.statusIfEnded()
        #expect(early == nil)
        child.signal(SIGKILL)
        let hasEnded = waitForReadable(child.descriptor, by: .after(milliseconds: 20_000))
        #expect(hasEnded)
        let status = child.statusIfEnded()
        #expect(status == .signaled(SIGKILL))
    }

    @Test func spawn_givesExactlyTheDescriptorsNamed() throws {
        let pipe = try FileDescriptor.pipe()
        let null = try FileDescriptor.open("/dev/zero", .read)
        // One without CLOEXEC, as a foreign library may have left it: it must not reach the child.
        let stray = fcntl(null.rawValue, F_DUPFD, 50)
        defer { close(stray) }
        let script = "for fd in /proc/self/fd/*; do echo ${fd##*/} $(readlink $fd); done"
        let lines = try Self.output(of: script, [pipe.first.rawValue, null.rawValue]).split(separator: "\n")
        let names = lines.map { String($0.prefix { $0 != " " }) }
        // The shell lists its own folder with one descriptor of its own, which it has closed when it asks for it.
        #expect(Set(names).subtracting(["0", "1", "2", "3", "4"]).count <= 1, "\(lines)")
        #expect(lines.contains("0 /dev/null") && lines.contains("2 /dev/null"))
        #expect(lines.contains("4 /dev/zero"))
        #expect(lines.first { $0.hasPrefix("3 ") }?.hasPrefix("3 pipe:") == true)
    }

    @Test func spawn_whenTheNumbersAreInEachOthersPlaces_stillGivesTheRightOnes() async {
        await #expect(processExitsWith: .success) {
            // 3 is to become 4, and 4 is to become 3.
            let zero = try FileDescriptor.open("/dev/zero", .read)
            let random = try FileDescriptor.open("/dev/urandom", .read)
            guard dup2(zero.rawValue, 60) == 60, dup2(random.rawValue, 61) == 61 else { exit(1) }
            guard dup2(60, 3) == 3, dup2(61, 4) == 4 else { exit(2) }
            let script = "[ $(readlink /proc/self/fd/3) = /dev/urandom ] && [ $(readlink /proc/self/fd/4) = /dev/zero ]"
            let child = try ChildProgram(.path("/bin/sh"), ["sh", "-c", script], descriptors: [4, 3]).spawn()
            let isRight = child.wait() == .exited(0)
            exit(isRight ? EXIT_SUCCESS : 3)
        }
    }

    @Test func spawn_byDescriptor_runsThatFileAndLeavesItBehindTheLast() throws {
        let image = try FileDescriptor.open("/bin/readlink", .path)
        var ends = try FileDescriptor.pipe()
        let reader = ends.takeFirst()
        let null = try FileDescriptor.open("/dev/null", .read)
        var program = ChildProgram(
            .descriptor(image.rawValue), ["readlink", "/proc/self/fd/4"], descriptors: [null.rawValue])
        program.standard = [-1, ends.second.rawValue, -1]
        let child = try program.spawn()
        ends.closeSecond()
        let text = String(decoding: try reader.readAll(), as: UTF8.self)
        let ending = child.wait()
        #expect(ending == .exited(0))
        #expect(text.hasSuffix("/readlink\n") || text.hasSuffix("/coreutils\n"))
    }

    @Test func spawn_passesArgumentsAndEnvironmentAsTheyAre() throws {
        var ends = try FileDescriptor.pipe()
        let reader = ends.takeFirst()
        var program = ChildProgram(
            .path("/bin/sh"), ["sh", "-c", "printf %s\"|\" \"$@\" \"$NAME\"", "x", "a b", "", "ü"])
        program.environment = ["NAME=a value"]
        program.standard = [-1, ends.second.rawValue, -1]
        let child = try program.spawn()
        ends.closeSecond()
        #expect(String(decoding: try reader.readAll(), as: UTF8.self) == "a b||ü|a value|")
        let ending = child.wait()
        #expect(ending == .exited(0))
    }

    @Test func spawn_startsWithDefaultSignals() throws {
        let text = try Self.output(of: "cat /proc/self/status")
        for key in ["SigBlk", "SigIgn"] {
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(key + ":") })
            let set = try #require(line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
            // Signals 32 and 33 are the C library's own: posix_spawn leaves them ignored.
            #expect(set & ~(3 << 31) == 0, "\(line)")
        }
    }

    @Test func spawn_inANewSession_leadsIt() throws {
        var program = Self.shell("exec sleep 600")
        program.newSession = true
        let child = try program.spawn()
        #expect(getsid(child.pid) == child.pid)
        child.signal(SIGKILL)
        let ending = child.wait()
        #expect(ending == .signaled(SIGKILL))
    }

    @Test func spawn_ofWhatIsNotThere_saysWhy() {
        #expect(throws: Errno.noSuchFile) { _ = try ChildProgram(.path("/nonexistent"), ["x"]).spawn() }
        #expect(throws: Errno.accessDenied) { _ = try ChildProgram(.path("/etc/passwd"), ["x"]).spawn() }
        #expect(throws: Errno(rawValue: EBADF)) {
            _ = try ChildProgram(.path("/bin/true"), ["true"], descriptors: [9999]).spawn()
        }
        let many = [Int32](repeating: 0, count: 17)
        #expect(throws: Errno.tooBig) {
            _ = try ChildProgram(.path("/bin/true"), ["true"], descriptors: many).spawn()
        }
    }

    @Test func deinit_letsTheProcessGoOn() throws {
        let watch = try Self.abandonOne()
        #expect(throws: Never.self) { try watch.signal(0) }
        let hasEnded = watch.waitForEnd(by: Deadline(nanoseconds: 0))
        #expect(!hasEnded)
        try watch.signal(SIGKILL)
        var status: Int32 = 0
        #expect(waitpid(watch.pid, &status, 0) == watch.pid)
    }

    private static func abandonOne() throws -> RunningProcess {
        let child = try shell("exec sleep 600").spawn()
        return try RunningProcess(pid: child.pid)
    }

    @Test func runningProcess_ofNone_saysSo() throws {
        let child = try Self.shell("exit 0").spawn()
        let pid = child.pid
        let ending = child.wait()
        #expect(ending == .exited(0))
        #expect(throws: Errno.noSuchProcess) { _ = try RunningProcess(pid: pid) }
    }

    @Test func exitStatus_isTold() {
        #expect("\(ExitStatus.exited(1))" == "exit status 1")
        #expect("\(ExitStatus.signaled(9))" == "signal 9")
    }
}
