// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// The system's log, syslog(3), facility daemon.
public enum SystemLog {
    /// Writes one line. Priorities are syslog's: 3 error, 4 warning, 5 notice, 6 info, 7 debug.
    public static func write(priority: Int32, _ line: String) {
        unsafe alara_syslog(priority, line)
    }
}
