// SPDX-License-Identifier: Apache-2.0

/// A call of the cryptographic library that failed.
public struct CryptoError: Error, Sendable, CustomStringConvertible {
    /// The function.
    public let call: String
    /// The library's own words, empty when it gave none.
    public let reason: String

    /// For a log.
    public var description: String { reason.isEmpty ? "\(call) failed" : "\(call) failed: \(reason)" }
}
