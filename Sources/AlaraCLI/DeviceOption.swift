// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// Which device a command speaks to.
struct DeviceOption: ParsableArguments {
    @Option(help: "The device mounted there; needed when several are mounted.")
    var at: String?

    /// The device.
    func find() throws(CLIError) -> Device { try Device.find(at: at) }
}
