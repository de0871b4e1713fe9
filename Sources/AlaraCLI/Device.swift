// SPDX-License-Identifier: Apache-2.0

internal import Holder
internal import Linux

/// One mounted device, as the mount table shows it.
struct Device {
    /// The entry in the mount table.
    let entry: MountTable.Entry

    /// Where it is mounted.
    var path: String { entry.path }

    /// The user that mounted it.
    var owner: UInt32? { entry.option("user_id").flatMap { UInt32($0) } }

    /// The device on the path, or the only one when none is named.
    static func find(at path: String?, in table: MountTable) throws(CLIError) -> Device {
        let devices = table.entries(ofType: MountPoint.fileSystemType).filter { table.entry(on: $0.path) == $0 }
        if let path {
            let resolved = (try? CurrentProcess.resolved(path)) ?? path
            guard let entry = devices.last(where: { $0.path == resolved }) else { throw .notAMount(path) }
            return Device(entry: entry)
        }
        guard let first = devices.first else { throw .noMount }
        guard devices.count == 1 else { throw .severalMounts(devices.map(\.path)) }
        return Device(entry: first)
    }

    /// The same in the mount table of this moment.
    static func find(at path: String?) throws(CLIError) -> Device {
        let table: MountTable
        do { table = try MountTable.current() } catch { throw .system("cannot read the mount table", error) }
        return try find(at: path, in: table)
    }

    /// Whether this very mount is still in the mount table.
    var isMounted: Bool {
        guard let table = try? MountTable.current() else { return true }
        return table.entries.contains { $0.id == entry.id && $0.device == entry.device }
    }

    /// Opens one of its files for reading.
    func open(_ name: String) throws(CLIError) -> FileDescriptor {
        do {
            return try FileDescriptor.open("\(path)/\(name)", .read)
        } catch {
            throw .unreadable("\(path)/\(name)", error)
        }
    }

    /// The whole text of one of its tables.
    func contents(_ name: String) throws(CLIError) -> [UInt8] {
        let file = try open(name)
        do {
            return try file.readAll()
        } catch {
            throw .unreadable("\(path)/\(name)", error)
        }
    }

    /// Copies the first bytes of an endless file to standard output, wiping what was read.
    func copy(_ name: String, count: Int) throws(CLIError) {
        let file = try open(name)
        var left = count
        while left > 0 {
            var part: [UInt8]
            do {
                part = try file.read(count: min(left, 1 << 20))
            } catch {
                throw .unreadable("\(path)/\(name)", error)
            }
            guard !part.isEmpty else { throw .cutShort("\(path)/\(name)") }
            left -= part.count
            defer { wipe(&part) }
            try Self.print(part)
        }
    }

    /// Writes to standard output.
    static func print(_ bytes: [UInt8]) throws(CLIError) {
        do {
            try StandardStreams.writeOutput(bytes)
        } catch {
            throw .outputFailed(error)
        }
    }
}
