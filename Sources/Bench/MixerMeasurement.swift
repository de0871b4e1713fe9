// SPDX-License-Identifier: Apache-2.0

/// What the mixer alone does on one core, and OpenSSL's EVP with the same blocks.
public struct MixerSpeeds: Sendable, Equatable {
    /// The instruction set that the mixer uses, for example "avx512", "avx2" or "baseline".
    public var instructionSet: String
    /// Bytes of output a second.
    public var bytesPerSecond: Double
    /// Bytes of output a second of OpenSSL's EVP, one message at a time.
    public var referenceBytesPerSecond: Double

    /// Speeds of these figures.
    public init(instructionSet: String, bytesPerSecond: Double, referenceBytesPerSecond: Double) {
        self.instructionSet = instructionSet
        self.bytesPerSecond = bytesPerSecond
        self.referenceBytesPerSecond = referenceBytesPerSecond
    }
}

/// Measures the mixer alone. This module knows no mixing: who links both gives one to `BenchRun`.
public protocol MixerMeasurement: Sendable {
    /// Mixes for three workers on the calling thread, once with the mixer and once with OpenSSL's EVP, for about
    /// `seconds` each. Called once a round.
    func measure(seconds: Double) -> MixerSpeeds
}
