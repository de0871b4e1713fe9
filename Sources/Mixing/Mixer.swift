// SPDX-License-Identifier: Apache-2.0

public import OpenSSL

/// Mixes the contributions of workers: block i of the output is SHA3-256(w0 ‖ w1[i] ‖ … ‖ wn[i]), where w0 is the
/// server's own 32 bytes for this read and wk[i] are bytes 32·i ..< 32·i + 32 of the k-th contribution.
///
/// Several blocks are hashed at once by CKeccak, once it has agreed with OpenSSL in this process; else OpenSSL hashes them
/// one by one, and `implementation` says so.
///
/// One mixer has one user at a time.
public struct Mixer: ~Copyable {
    /// Bytes of a block, of a share of it, and of w0.
    public static let blockSize = SHA3.size

    /// What mixes in this process: "AVX-512", "AVX2", "SHA3" (aarch64), "baseline", or "OpenSSL: " and the reason why it
    /// is not one of them, which is worth a warning. The first use checks CKeccak, about a millisecond.
    public static var implementation: String { MixerImplementation.chosen.description }

    private let implementation: MixerImplementation
    private var sequential: SequentialHash

    /// A mixer with a digest of its own.
    public init() throws(CryptoError) {
        try self.init(.chosen)
    }

    init(_ implementation: MixerImplementation) throws(CryptoError) {
        self.implementation = implementation
        sequential = try SequentialHash()
    }

    /// Bytes that each contribution must have for this many bytes of output: whole blocks.
    public static func contributionSize(for count: Int) -> Int {
        (count + blockSize - 1) / blockSize * blockSize
    }

    /// Fills the output. Its last block may be partial: the rest of that block is wiped and never kept.
    /// - Parameters:
    ///   - own: w0, 32 bytes.
    ///   - contributions: in ascending worker id, each `contributionSize(for: output.count)` bytes, none of them overlapping
    ///     the output.
    /// SAFETY: reads and writes only inside of the ranges given.
    public mutating func mix(
        own: UnsafeRawBufferPointer, _ contributions: [UnsafeRawBufferPointer],
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        let size = Self.contributionSize(for: output.count)
        precondition(own.count == Self.blockSize, "w0 has 32 bytes")
        precondition(unsafe contributions.allSatisfy { $0.count >= size }, "a contribution covers every block")
        switch implementation {
        case .parallel(let hash): unsafe hash.hash(own: own, contributions, into: output)
        case .openSSL: try unsafe sequential.hash(own: own, contributions, into: output)
        }
    }
}
