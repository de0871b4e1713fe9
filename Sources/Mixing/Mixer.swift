// SPDX-License-Identifier: Apache-2.0

public import OpenSSL

/// Mixes the contributions of workers: block i of the output is SHA3-256(w0 ‖ w1[i] ‖ … ‖ wn[i]), where w0 is the
/// server's own 32 bytes for this read and wk[i] are bytes 32·i ..< 32·i + 32 of the k-th contribution.
///
/// One mixer has one user at a time.
public struct Mixer: ~Copyable {
    /// Bytes of a block, of a share of it, and of w0.
    public static let blockSize = SHA3.size

    private var hash: SHA3

    /// A mixer with a digest of its own.
    public init() throws(CryptoError) {
        hash = try SHA3()
    }

    /// Bytes that each contribution must have for this many bytes of output: whole blocks.
    public static func contributionSize(for count: Int) -> Int {
        (count + blockSize - 1) / blockSize * blockSize
    }

    /// Fills the output. Its last block may be partial: the rest of that block is wiped and never kept.
    /// - Parameters:
    ///   - own: w0, 32 bytes.
    ///   - contributions: in ascending worker id, each `contributionSize(for: output.count)` bytes.
    /// SAFETY: reads and writes only inside of the ranges given.
    public mutating func mix(
        own: UnsafeRawBufferPointer, _ contributions: [UnsafeRawBufferPointer],
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        let size = Self.contributionSize(for: output.count)
        precondition(own.count == Self.blockSize, "w0 has 32 bytes")
        for unsafe contribution in unsafe contributions {
            precondition(contribution.count >= size, "a contribution covers every block")
        }
        for start in stride(from: 0, to: output.count, by: Self.blockSize) {
            try unsafe absorb(own, contributions, at: start)
            if output.count - start >= Self.blockSize {
                try unsafe hash.finish(into: .init(rebasing: output[start..<start + Self.blockSize]))
            } else {
                try unsafe finishPartial(into: .init(rebasing: output[start...]))
            }
        }
    }

    private mutating func absorb(
        _ own: UnsafeRawBufferPointer, _ contributions: [UnsafeRawBufferPointer], at start: Int
    ) throws(CryptoError) {
        try hash.begin()
        try unsafe hash.update(own)
        for unsafe contribution in unsafe contributions {
            try unsafe hash.update(.init(rebasing: contribution[start..<start + Self.blockSize]))
        }
    }

    private mutating func finishPartial(into rest: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        var block = InlineArray<32, UInt8>(repeating: 0)
        var span = block.mutableSpan
        try unsafe span.withUnsafeMutableBytes { (bytes) throws(CryptoError) in
            try unsafe hash.finish(into: bytes)
            unsafe rest.copyMemory(from: .init(rebasing: bytes[..<rest.count]))
            unsafe wipe(bytes)
        }
    }
}
