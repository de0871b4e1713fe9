// SPDX-License-Identifier: Apache-2.0

/// A figure of its own, beside the throughputs.
public enum Figure: String, CaseIterable, Hashable, Sendable {
    /// From the start of `alara mount --background` to the first byte read.
    case firstByte = "first_byte_ms"
    /// From a worker's kill -9 to bytes contributed by its replacement.
    case replacement = "replacement_ms"
    /// The first 32-byte read after a second without reads, p50.
    case idleRead = "idle_first_read_p50_us"
    /// The same of the FUSE floor.
    case idleReadFloor = "idle_first_read_floor_p50_us"
    /// The one to the other.
    case idleReadRatio = "idle_first_read_ratio_to_floor"
    /// A 32-byte reader's p99 while two others read 1 MiB at a time.
    case bulkP99 = "small_p99_under_bulk_us"
    /// The same of the FUSE floor.
    case bulkP99Floor = "small_p99_under_bulk_floor_us"
    /// The one to the other.
    case bulkP99Ratio = "small_p99_under_bulk_ratio_to_floor"
    /// Memory of the server, resident.
    case serverResident = "server_resident_mib"
    /// Memory of the server that is no file's and not shared.
    case serverAnonymous = "server_anonymous_mib"
    /// Memory of the largest worker, resident.
    case workerResident = "worker_resident_mib"
    /// Memory of the largest worker that is no file's and not shared.
    case workerAnonymous = "worker_anonymous_mib"
    /// How often server and workers wake up while nobody reads.
    case idleWakeups = "idle_wakeups_per_second"
    /// Output of the mixer alone, one core.
    case mixer = "mixer_mb_per_s"
    /// Output of OpenSSL's EVP for the same blocks, one core.
    case mixerReference = "openssl_evp_mb_per_s"
    /// The one to the other.
    case mixerRatio = "mixer_ratio_to_openssl_evp"
}

extension Figure {
    /// In tables, with the unit.
    public var title: String {
        switch self {
        case .firstByte: "alara mount to first byte, ms"
        case .replacement: "a dead worker's replacement contributing, ms"
        case .idleRead: "first 32 B read after an idle second, p50, µs"
        case .idleReadFloor: "  the FUSE floor's, µs"
        case .idleReadRatio: "  ratio"
        case .bulkP99: "32 B reader's p99 beside two of 1 MiB, µs"
        case .bulkP99Floor: "  the FUSE floor's, µs"
        case .bulkP99Ratio: "  ratio"
        case .serverResident: "server, resident memory, MiB"
        case .serverAnonymous: "server, anonymous memory, MiB"
        case .workerResident: "largest worker, resident memory, MiB"
        case .workerAnonymous: "largest worker, anonymous memory, MiB"
        case .idleWakeups: "wake-ups a second of server and workers, idle"
        case .mixer: "mixer alone, one core, MB/s"
        case .mixerReference: "  OpenSSL's EVP, MB/s"
        case .mixerRatio: "  ratio"
        }
    }

    /// Whether the figure stands in every report; the mixer's need a `MixerMeasurement`.
    public var isAlwaysMeasured: Bool { ![.mixer, .mixerReference, .mixerRatio].contains(self) }
}
