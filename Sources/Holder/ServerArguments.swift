// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Logging
internal import Logs

/// The words that a holder and its server agree on.
///
///     alara-server MOUNTPOINT QUORUM OWNER_UID OWNER_GID LOG LEVEL SOURCE…
///
/// QUORUM is 0 for the default. LOG is `stderr` or `syslog`. The server's environment is empty.
enum ServerArguments {
    /// argv of a server.
    static func words(for configuration: HolderConfiguration, mountPoint: String) -> [String] {
        let log: LineLogHandler.Destination = configuration.readyDescriptor == nil ? .standardError : .system
        return [
            "alara-server", mountPoint, "\(configuration.quorum ?? 0)", "\(CurrentProcess.user)",
            "\(CurrentProcess.group)", log.rawValue, configuration.logLevel.rawValue,
        ] + configuration.sources
    }
}
