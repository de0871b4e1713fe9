// SPDX-License-Identifier: Apache-2.0

internal import OpenSSL

/// The mixer's messages hashed one after the other by OpenSSL.
struct SequentialHash: ~Copyable {
    private var hash: SHA3

    /// One with a digest of its own.
    init() throws(CryptoError) {
        hash = try SHA3()
    }

    /// The same as `ParallelHash.hash`.
    mutating func hash(
        own: UnsafeRawBufferPointer, _ contributions: [UnsafeRawBufferPointer],
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        for start in stride(from: 0, to: output.count, by: SHA3.size) {
            try unsafe absorb(own, contributions, at: start)
            if output.count - start >= SHA3.size {
                try unsafe hash.finish(into: .init(rebasing: output[start..<start + SHA3.size]))
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
        let count = unsafe contributions.count
        for index in 0..<count {
            try unsafe hash.update(.init(rebasing: contributions[index][start..<start + SHA3.size]))
        }
    }

    private mutating func finishPartial(into rest: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        var block = InlineArray<32, UInt8>(repeating: 0)
        var span = block.mutableSpan
        try unsafe span.withUnsafeMutableBytes { (bytes) throws(CryptoError) in
            defer { unsafe wipe(bytes) }
            try unsafe hash.finish(into: bytes)
            unsafe rest.copyMemory(from: .init(rebasing: bytes[..<rest.count]))
        }
    }
}
