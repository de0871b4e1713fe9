// SPDX-License-Identifier: Apache-2.0

internal import Holder
internal import Linux

/// The end of one device, seen from outside.
struct Unmounting {
    /// From the unmount or SIGTERM to the end of the holder and of the mount.
    private static let endMilliseconds = 10_000
    private static let stepMilliseconds = 20
    private let device: Device

    /// The device to be ended.
    init(_ device: Device) { self.device = device }

    /// Ends it, and returns once the mount and its holder are gone.
    /// - Throws: `busy` with the programs that use it, unless `force`.
    func run(force: Bool) throws {
        let holder = HolderSearch(device).find()
        if force, let holder { return try end(holder) }
        do {
            try Unmounter.unmount(device.path, lazily: force)
        } catch HolderError.busy {
            throw CLIError.busy(device.path, users: OpenFiles.users(of: device.path))
        }
        if let holder { try wait(for: holder, until: .after(milliseconds: Self.endMilliseconds)) }
    }

    private func end(_ pid: Int32) throws(CLIError) {
        let deadline = Deadline.after(milliseconds: Self.endMilliseconds)
        do {
            try RunningProcess(pid: pid).signal(Signal.terminate)
        } catch {
            if error == .notPermitted { throw .holderForbidden(pid) }
        }
        try wait(for: pid, until: deadline)
        while device.isMounted {
            guard !deadline.hasPassed else { throw .mountStays(device.path) }
            _ = pollReadable([], milliseconds: Self.stepMilliseconds)
        }
    }

    private func wait(for pid: Int32, until deadline: Deadline) throws(CLIError) {
        guard let process = try? RunningProcess(pid: pid) else { return }
        guard process.waitForEnd(by: deadline) else { throw .holderStays(pid) }
    }
}
