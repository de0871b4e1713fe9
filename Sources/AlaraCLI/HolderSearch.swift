// SPDX-License-Identifier: Apache-2.0

internal import Linux

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
        guard let pipe = try? FileDescriptor.pipe(), let writer = try? pipe.second.duplicate().release() else {
            return nil
        }
        let started = try? Thread(name: "status") {
            let text = (try? device.contents("status")) ?? []
            let end = FileDescriptor(owning: writer)
            try? end.writeAll(Array("\(Self.holder(in: String(decoding: text, as: UTF8.self)) ?? 0)\n".utf8))
        }
        guard let started else { return nil }
        started.detach()
        guard waitForReadable(pipe.first, by: .after(milliseconds: Self.answerMilliseconds)),
            let line = try? pipe.first.read(count: 32)
        else { return nil }
        return Int32(String(decoding: line.dropLast(), as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
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
