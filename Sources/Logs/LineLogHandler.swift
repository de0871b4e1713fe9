// SPDX-License-Identifier: Apache-2.0

internal import Linux
public import Logging

/// Writes every event as one line, `LEVEL LABEL: message key=value …`, keys in their order.
///
/// What is not printable is escaped, so an event never makes a second line. To the system's log goes the line without
/// its level, which syslog keeps itself.
public struct LineLogHandler: LogHandler {
    /// Where lines go.
    public enum Destination: String, Sendable {
        /// Standard error of this process.
        case standardError = "stderr"
        /// The system's log.
        case system = "syslog"
    }

    /// The lowest level that is written.
    public var logLevel: Logger.Level
    /// Keys and values of every event.
    public var metadata: Logger.Metadata = [:]
    /// Further keys and values, asked for at every event.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let destination: Destination

    /// A handler for one program.
    public init(label: String, destination: Destination, level: Logger.Level) {
        self.label = label
        self.destination = destination
        logLevel = level
    }

    /// A logger of one program that writes lines.
    public static func logger(label: String, destination: Destination, level: Logger.Level) -> Logger {
        Logger(label: label) { LineLogHandler(label: $0, destination: destination, level: level) }
    }

    /// One key and value of every event.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event.
    public func log(event: LogEvent) {
        let line = line(event)
        switch destination {
        case .standardError: StandardStreams.writeError("\(event.level) \(line)")
        case .system: SystemLog.write(priority: event.level.syslogPriority, line)
        }
    }

    /// `LABEL: message key=value …`, with `error=` last when the event has one.
    func line(_ event: LogEvent) -> String {
        var values = metadataProvider?.get() ?? [:]
        values.merge(metadata) { $1 }
        values.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { values["error"] = "\(error)" }
        let pairs = values.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.value("\($0.value)"))" }
        return Self.escape("\(label): \(event.message)\(pairs.joined())")
    }

    /// Quotes a value with blanks or quotes in it.
    private static func value(_ text: String) -> String {
        guard text.isEmpty || text.contains(where: { $0 == " " || $0 == "\"" }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }

    /// Writes control characters as \u{…}.
    private static func escape(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else { return text }
        return text.unicodeScalars.map {
            $0.value < 32 || $0.value == 127 ? "\\u{\(String($0.value, radix: 16))}" : String($0)
        }.joined()
    }
}

extension Logger.Level {
    /// The priority of syslog(3).
    var syslogPriority: Int32 {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
