// SPDX-License-Identifier: Apache-2.0

/// Where a worker takes its bytes from; the word is the program's argument.
public enum SourceKind: String, Sendable, CaseIterable {
    /// OpenSSL's CTR_DRBG, reseeded from the kernel for every request.
    case openssl
    /// getrandom(2).
    case kernel
    /// The processor's RDSEED.
    case cpu
    /// A character device or a FIFO that the server opened.
    case device
}

/// A source of a worker's bytes.
protocol Source: ~Copyable {
    /// Fills the range and tells of every step of 4 KiB; false when the source is away, what was written is void then.
    /// Must be bounded in time: the server leaves out whoever makes no step in time.
    mutating func fill(_ range: UnsafeMutableRawBufferPointer, step: () -> Void) -> Bool

    /// Whether it has something to give; asked again and again while it is away. Must not wait.
    mutating func isPresent() -> Bool
}
