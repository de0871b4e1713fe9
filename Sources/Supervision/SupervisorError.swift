// SPDX-License-Identifier: Apache-2.0

/// Why a supervisor cannot be made from what it was given.
public enum SupervisorError: Error, Sendable, Equatable {
    /// Two specs have this id.
    case duplicateID(String)
    /// The intensity is outside the ranges of ``RestartIntensity``.
    case badIntensity(RestartIntensity)
    /// The parking rules are outside the ranges of ``Parking``.
    case badParking(Parking)
}
