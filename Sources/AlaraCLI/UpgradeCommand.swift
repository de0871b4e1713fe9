// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Linux

/// `alara upgrade`
struct UpgradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Replace a device's server and workers by the programs on disk.",
        discussion: """
            The new server comes up beside the old one and takes over; no read fails. Returns once it serves.

            Examples:
              alara upgrade
              alara upgrade --at /mnt/alara
            """)

    @OptionGroup var device: DeviceOption

    func run() throws {
        let device = try Device.find(at: device.at)
        guard let holder = HolderSearch(device).find() else { throw CLIError.noHolder(device.path) }
        let before = try epoch(of: device)
        do throws(Errno) {
            try RunningProcess(pid: holder).signal(Signal.hangUp)
        } catch {
            throw error == .notPermitted ? CLIError.holderForbidden(holder) : CLIError.noHolder(device.path)
        }
        try waitForChange(of: device, from: before)
    }

    /// Milliseconds from the signal to the new server.
    private static let limit = 35_000

    private func waitForChange(of device: Device, from before: String) throws {
        let deadline = Deadline.after(milliseconds: Self.limit)
        while (try? epoch(of: device)) ?? before == before {
            guard !deadline.hasPassed else { throw CLIError.notUpgraded(device.path) }
            _ = pollReadable([], milliseconds: 10)
        }
    }

    /// Which server of the mount answers.
    private func epoch(of device: Device) throws -> String {
        let text = String(decoding: try device.contents("status"), as: UTF8.self)
        return text.split(separator: "\n").first { $0.hasPrefix("epoch: ") }.map(String.init) ?? ""
    }
}
