// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// The steps by which a process gives up what it does not need. Each may fail, and a step that fails ends the start
/// of the process that takes it: none is skipped silently.
///
/// A worker takes them in this order: not dumpable, limits, identity, not dumpable again (a change of user resets it),
/// death by socket (F_SETOWN is judged by the user that sets it), the warm-up of its cryptography, no new privileges,
/// Landlock, system call filter.
public enum Sandbox {
    /// Names the process for ps(1); a program run by descriptor would be called by its number.
    public static func setName(_ name: String) throws(Errno) {
        try checked(unsafe alara_set_name(name))
    }

    /// Refuses core dumps, ptrace and /proc/PID/mem to processes of the same user (PR_SET_DUMPABLE).
    public static func refuseTracing() throws(Errno) {
        try checked(alara_set_dumpable(false))
    }

    /// No core file.
    public static func refuseCoreFiles() throws(Errno) {
        try checked(alara_refuse_core())
    }

    /// No core, no new process, no file growth.
    public static func limitResources() throws(Errno) {
        try checked(alara_limit_resources())
    }

    /// Leaves all groups and becomes another user for good. Only for root.
    public static func become(user: UInt32, group: UInt32) throws(Errno) {
        try checked(alara_drop_identity(user, group))
    }

    /// From now on the kernel kills this process when the other end of the socket is closed, whatever it waits in.
    /// The other end must never write.
    public static func dieWhenClosed(_ socket: borrowing FileDescriptor) throws(Errno) {
        try checked(alara_death_by_socket(socket.rawValue))
    }

    /// No privilege can be gained from here on.
    public static func refuseNewPrivileges() throws(Errno) {
        try checked(alara_no_new_privileges())
    }

    /// Denies the file system, TCP and abstract sockets (Landlock).
    /// - Returns: the kernel's Landlock version, nil where the kernel has none: the system call filter still denies.
    public static func denyFiles() throws(Errno) -> Int? {
        let result = alara_landlock_deny_all()
        if result == -Errno.notImplemented.rawValue || result == -Errno.notSupported.rawValue { return nil }
        return Int(try checked(result))
    }

    /// Allows a worker's loop alone: read, write, futex wait and wake, getrandom, getpid, clock_gettime, the ends of
    /// signals and of the process. Anything else kills the process (seccomp).
    public static func allowWorkerCalls() throws(Errno) {
        try checked(alara_seccomp_worker())
    }

    /// Lifts the limit of locked memory. Only for root.
    public static func allowLockingMemory() throws(Errno) {
        try checked(alara_allow_locking())
    }

    /// Capabilities of capabilities(7) that a server keeps.
    public enum Capability: UInt64, Sendable {
        /// Signal processes of other users.
        case kill = 5
        /// Change groups.
        case setGroup = 6
        /// Change the user.
        case setUser = 7
    }

    /// Drops all capabilities but these, also for programs started later.
    public static func keep(_ capabilities: [Capability]) throws(Errno) {
        let mask = capabilities.reduce(UInt64(0)) { $0 | 1 << $1.rawValue }
        try checked(alara_keep_capabilities(mask))
    }
}
