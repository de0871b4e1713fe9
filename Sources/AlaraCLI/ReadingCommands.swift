// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Linux

/// `alara bytes N`
struct BytesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bytes", abstract: "Write N mixed random bytes to standard output.",
        discussion: """
            Waits while too few workers contribute.

            Examples:
              alara bytes 32 | xxd -p
              alara bytes 1048576 > key.bin
            """)

    @Argument(help: "How many bytes.")
    var count: Int

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateCount(count, 0...Int.max) }

    func run() throws { try device.find().copy("bytes", count: count) }
}

/// `alara bits N`
struct BitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bits", abstract: "Write N random digits 0 or 1 and a newline to standard output.",
        discussion: """
            Examples:
              alara bits 8
              alara bits 128 --at /mnt/alara
            """)

    @Argument(help: "How many digits.")
    var count: Int

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateCount(count, 0...Int.max) }

    func run() throws {
        try device.find().copy("bits", count: count)
        try Device.print([UInt8(ascii: "\n")])
    }
}

/// `alara int N`
struct IntCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "int", abstract: "Write one random integer of N bits, from 0 to 2^N - 1, in decimal.",
        discussion: """
            Examples:
              alara int 64
              alara int 4096
            """)

    @Argument(help: "How many bits, 1 to 65536.")
    var bits: Int

    @OptionGroup var device: DeviceOption

    func validate() throws { try validateCount(bits, 1...65536) }

    func run() throws {
        var text = try device.find().contents("sized/int/\(bits)")
        defer { wipe(&text) }
        try Device.print(text)
    }
}

/// `alara nodes`
struct NodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes", abstract: "Show the workers: id, pid, source, state, uptime, restarts, bytes.",
        discussion: "Example: alara nodes")

    @OptionGroup var device: DeviceOption

    func run() throws { try Device.print(device.find().contents("nodes")) }
}

/// `alara status`
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the device's state as lines of 'key: value'.",
        discussion: "Example: alara status --at /mnt/alara")

    @OptionGroup var device: DeviceOption

    func run() throws { try Device.print(device.find().contents("status")) }
}

/// Refuses a number outside of its range, as a wrong command line.
func validateCount(_ count: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(count) else {
        let isOpen = range.upperBound == .max
        let limit = isOpen ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        throw ValidationError("\(count) is out of range; give \(limit)")
    }
}
