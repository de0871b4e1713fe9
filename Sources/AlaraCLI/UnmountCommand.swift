// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Holder

/// `alara unmount [MOUNTPOINT]`
struct UnmountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmount", abstract: "End a device and everything that belongs to it.",
        discussion: """
            While files of it are open it is busy, and the programs that use it are named; --force ends it all the same,
            and their reads fail.

            Examples:
              alara unmount
              alara unmount --force /mnt/alara
            """)

    @Flag(help: "End it also while its files are open.")
    var force = false

    @Argument(help: "Where it is mounted; needed when several are.")
    var mountPoint: String?

    @OptionGroup var device: DeviceOption

    func run() throws {
        let device = try Device.find(at: mountPoint ?? device.at)
        try Unmounting(device).run(force: force)
    }
}
