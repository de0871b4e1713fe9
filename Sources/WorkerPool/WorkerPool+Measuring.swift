// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Mixing
internal import OpenSSL

extension WorkerPool {
    /// The speed of mixing alone, as one line: what mixes, its bytes a second and those of OpenSSL, tabs in between.
    public static func measureMixing(seconds: Double) throws -> String {
        try Library.start()
        let speed = try MixerSpeed.measure(nanoseconds: Int64(seconds * 1e9)) { MonotonicClock.nanoseconds }
        return "\(speed.implementation)\t\(speed.mixer)\t\(speed.openSSL)"
    }
}
