// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import Logging

/// `alara-server MOUNTPOINT QUORUM USER GROUP LOG LEVEL SOURCE…`, as the holder starts it. QUORUM 0 is the usual one;
/// USER and GROUP own the tree; LOG is `stderr` or `syslog`.
///
/// Descriptors: 3 the mounted /dev/fuse, 4 the journal, 5 the holder's socket, 6 the worker program; 7 is this
/// program's own file.
///
/// The one word `floor` in place of sources makes a device for measurements: `bytes` gives zeroes, so that what FUSE
/// itself takes is known. `status` says so.
struct ServerArguments {
    let mountpoint: String
    let quorum: Int?
    let user: UInt32
    let group: UInt32
    let logsToSystem: Bool
    let level: Logger.Level
    let sources: [EntropySource]
    let isFloor: Bool

    /// - Throws: what is wrong, in one line.
    init(_ words: [String]) throws(ServerError) {
        guard words.count >= 8, let quorum = Int(words[2]), let user = UInt32(words[3]), let group = UInt32(words[4]),
            let level = Logger.Level(rawValue: words[6])
        else { throw ServerError(status: .usage, "alara-server is started by alara mount") }
        mountpoint = words[1]
        self.quorum = quorum == 0 ? nil : quorum
        self.user = user
        self.group = group
        logsToSystem = words[5] == "syslog"
        self.level = level
        isFloor = words[7...] == ["floor"]
        do throws(EntropySourceError) {
            var sources: [EntropySource] = []
            for word in isFloor ? ["openssl"] : words[7...] { sources.append(try EntropySource(word: word)) }
            self.sources = sources
        } catch {
            throw ServerError(status: .usage, "\(error)")
        }
    }
}

/// Why a server cannot start.
struct ServerError: Error, CustomStringConvertible {
    /// Exit statuses of sysexits.h, which the holder passes on.
    enum Status: Int32 {
        case usage = 64
        case unavailable = 69
        case software = 70
        case system = 71
        case temporaryFailure = 75
    }

    let status: Status
    let description: String

    init(status: Status, _ description: String) {
        self.status = status
        self.description = description
    }
}
