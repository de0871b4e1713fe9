// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// Finds the process that holds a device.
///
/// What the device says of itself is checked against /proc: only a running `alara mount` of the user that mounted is
/// taken, so that a device of somebody else cannot name any process to be ended.
struct HolderSearch {
    /// A device that takes longer does not answer.
    private static let answerMilliseconds = 2000
    private let device: Device

    /// The device whose holder is wanted.
    init(_ device: Device) { self.device = device }

    /// The holder's process id, nil when there is none or it cannot be told.
    func find() -> Int32? {
        if let named = named(), Self.isHolder(named, of: device.owner) { return named }
        return ProcessFiles.all().first { pid in
            Self.isHolder(pid, of: device.owner) && ProcessFiles.words(of: pid).contains { isMountPoint($0, of: pid) }
        }
    }

    /// What `status` says, read by a thread of its own: it may wait for ever.
    private func named() -> Int32? {
        let device = device
        guard let answer = try? Answer() else { return nil }
        let thread = try? Thread(name: "status") {
            let text = (try? device.contents("status")) ?? []
            answer.give(Self.holder(in: String(decoding: text, as: UTF8.self)))
        }
        guard let thread else { return nil }
        thread.detach()
        return answer.wait(until: .after(milliseconds: Self.answerMilliseconds))
    }

    /// The number in the line `holder_pid: N`.
    static func holder(in status: String) -> Int32? {
        let key = "holder_pid: "
        return status.split(separator: "\n").first { $0.hasPrefix(key) }.flatMap { Int32($0.dropFirst(key.utf8.count)) }
    }

    private static func isHolder(_ pid: Int32, of owner: UInt32?) -> Bool {
        let words = ProcessFiles.words(of: pid)
        guard pid != CurrentProcess.pid, let program = words.first, program.split(separator: "/").last == "alara",
            words.contains("mount")
        else { return false }
        return owner == nil || ProcessFiles.user(of: pid) == owner
    }

    private func isMountPoint(_ word: String, of pid: Int32) -> Bool {
        if word == device.path { return true }
        guard !word.hasPrefix("-"), word != "mount" else { return false }
        let folder = CurrentProcess.linkTarget("/proc/\(pid)/cwd") ?? "/"
        let path = word.hasPrefix("/") ? word : "\(folder)/\(word)"
        return (try? CurrentProcess.resolved(path)) == device.path
    }
}

/// One number from a thread that may never give it.
private final class Answer: Sendable {
    private let number = Mutex<Int32?>(nil)
    private let bell: Bell

    init() throws(Errno) { bell = try Bell() }

    func give(_ given: Int32?) {
        number.withLock { $0 = given }
        bell.ring()
    }

    func wait(until deadline: Deadline) -> Int32? {
        guard waitForReadable(bell.descriptor, by: deadline) else { return nil }
        return number.withLock { $0 }
    }
}
