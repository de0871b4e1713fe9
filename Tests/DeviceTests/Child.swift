// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// How a process ended.
enum Exit: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)

    /// Reads what `waitpid` reported of a process that has ended.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .status((waitStatus >> 8) & 0xff) : .signal(signal)
    }
}

/// A process that this one started and reaps. Its standard input is /dev/null, its output goes to unlinked files.
final class Child: Sendable {
    let pid: pid_t
    /// Whether it leads a process group of its own, which is then killed as a whole.
    let leadsGroup: Bool
    let output: CapturedOutput
    let errors: CapturedOutput
    /// How it ended; nil until it is reaped. The pid is signalled only while this is nil.
    private let ended = Mutex<Exit?>(nil)

    /// Starts `program` with `arguments`; `environment` as `NAME=value`.
    init(_ program: String, _ arguments: [String], environment: [String], leadsGroup: Bool) throws {
        self.leadsGroup = leadsGroup
        output = try CapturedOutput()
        errors = try CapturedOutput()

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.descriptor, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.descriptor, 2)

        var attributes = Self.defaultSignals(leadsGroup: leadsGroup)
        defer { posix_spawnattr_destroy(&attributes) }

        let argv = CStrings([program] + arguments)
        let envp = CStrings(environment)
        var pid = pid_t(0)
        let error = posix_spawn(&pid, program, &actions, &attributes, argv.pointers, envp.pointers)
        guard error == 0 else {
            throw Failure("cannot start \(program): \(String(cString: strerror(error)))")
        }
        self.pid = pid
    }

    /// Attributes that give every signal its default again: a test runner may block or ignore some.
    private static func defaultSignals(leadsGroup: Bool) -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let group = leadsGroup ? Int(POSIX_SPAWN_SETPGROUP) : 0
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF) | group))
        return attributes
    }

    /// How it ended, or nil while it runs. Never blocks. What is left of its group is killed before it is reaped, while
    /// the group's number cannot be another's.
    func exit() -> Exit? {
        ended.withLock { ended in
            var information = siginfo_t()
            guard ended == nil, waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0,
                information.si_signo == SIGCHLD
            else { return ended }
            if leadsGroup {
                kill(-pid, SIGKILL)
            }
            var status: Int32 = 0
            if waitpid(pid, &status, 0) == pid {
                ended = Exit(waitStatus: status)
            }
            return ended
        }
    }

    /// Sends a signal to it, or to its group if it leads one; nothing once it has been reaped.
    func signal(_ number: Int32) {
        ended.withLock { ended in
            if ended == nil {
                kill(leadsGroup ? -pid : pid, number)
            }
        }
    }

    /// Waits for its end.
    func wait(_ what: String, within seconds: Double) throws -> Exit {
        try eventually("the end of \(what)", within: seconds) { exit() }
    }
}

/// A NULL-terminated array of C strings, as `posix_spawn` wants it.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) {
        pointers = strings.map { strdup($0) } + [nil]
    }

    deinit {
        for pointer in pointers {
            free(pointer)
        }
    }
}
