// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import Supervision

/// The supervisors' reports as lines of the log, one an event.
enum SupervisionLog {
    static func write(_ what: SupervisionReport<UInt64>, failures: [UInt64: String], to logger: Logger) {
        switch what {
        case .childStarted(let id, _): logger.info("worker up", metadata: ["worker": "\(id)"])
        case .startFailed(let id, _, let reason):
            logger.warning("worker did not start: \(failures[id] ?? "\(reason)")", metadata: ["worker": "\(id)"])
        case .childExited(let id, _, let reason):
            logger.warning("worker ended: \(reason)", metadata: ["worker": "\(id)"])
        case .childStopped(let id, _, _): logger.info("worker stopped", metadata: ["worker": "\(id)"])
        case .restarting(let id, let count):
            logger.notice("worker restarting", metadata: ["worker": "\(id)", "restarts-in-window": "\(count)"])
        case .parked(let id, let reason, let delay):
            let metadata: Logger.Metadata = ["worker": "\(id)", "milliseconds": "\(delay)"]
            logger.error("worker parked: \(reason)", metadata: metadata)
        case .unparked(let id): logger.notice("worker tried again", metadata: ["worker": "\(id)"])
        case .intensityReached(let id):
            logger.error("too many restarts: the pool's supervisor ends", metadata: ["worker": "\(id)"])
        case .poolStarted: logger.info("pool up")
        case .poolEnded(let outcome): logger.notice("pool ended: \(outcome)")
        case .poolRestarting(let count):
            logger.error("pool restarting", metadata: ["restarts-in-window": "\(count)"])
        case .rootIntensityReached: logger.critical("too many restarts of the pool: the server ends")
        }
    }
}
