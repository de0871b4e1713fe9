// SPDX-License-Identifier: Apache-2.0

public import Logging

/// What one device is to be.
public struct HolderConfiguration: Sendable {
    /// Where it is mounted.
    public var mountPoint: String
    /// The sources of its first workers, as `add` names them.
    public var sources: [String]
    /// Contributions that every block needs, nil for the server's default.
    public var quorum: Int?
    /// What mount(8)'s -o says.
    public var options = MountOptions()
    /// The folder of alara-server and alara-worker, nil to look beside this program and in ../libexec/alara.
    public var libexec: String?
    /// The lowest level that is logged.
    public var logLevel = Logger.Level.info
    /// How long readers wait while no server comes up, before the mount is given up; nil: as long as it takes.
    public var giveUpSeconds: Int? = 300
    /// A pipe's writing end that gets one byte when the device answers; from then on the holder is a daemon: it logs to
    /// the system, has no terminal and works in /. Nil: it stays in the foreground.
    public var readyDescriptor: Int32?

    /// A device with the defaults for everything else.
    public init(mountPoint: String, sources: [String]) {
        self.mountPoint = mountPoint
        self.sources = sources
    }
}
