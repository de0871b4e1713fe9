// SPDX-License-Identifier: Apache-2.0

public import OpenSSL

/// How fast this process mixes on one core, next to OpenSSL's EVP with the same blocks.
public struct MixerSpeed: Sendable {
    /// What mixes: see `Mixer.implementation`.
    public let implementation: String
    /// Bytes of output a second.
    public let mixer: Double
    /// Bytes of output a second of OpenSSL, one message at a time.
    public let openSSL: Double

    private static let size = 16384

    /// Mixes three contributions for about this many nanoseconds each way, on the calling thread.
    /// - Parameter now: a monotonic clock in nanoseconds.
    public static func measure(nanoseconds: Int64, now: () -> Int64) throws(CryptoError) -> MixerSpeed {
        var mixer = try Mixer()
        var reference = try SequentialHash()
        let own = [UInt8](repeating: 1, count: Mixer.blockSize)
        let shares = [UInt8](repeating: 2, count: 3 * size)
        let fast = try unsafe rate(nanoseconds, now, own, shares) { (own, shares, output) throws(CryptoError) in
            try unsafe mixer.mix(own: own, shares, into: output)
        }
        let slow = try unsafe rate(nanoseconds, now, own, shares) { (own, shares, output) throws(CryptoError) in
            try unsafe reference.hash(own: own, shares, into: output)
        }
        return MixerSpeed(implementation: Mixer.implementation, mixer: fast, openSSL: slow)
    }

    /// Bytes a second of one way to hash.
    private static func rate(
        _ nanoseconds: Int64, _ now: () -> Int64, _ own: [UInt8], _ shares: [UInt8],
        _ hash: (UnsafeRawBufferPointer, [UnsafeRawBufferPointer], UnsafeMutableRawBufferPointer) throws(CryptoError)
            -> Void
    ) throws(CryptoError) -> Double {
        let start = now()
        var rounds = 0
        var output = [UInt8](repeating: 0, count: size)
        // SAFETY: the parts lie within `shares`, three of `size` bytes.
        let result = unsafe own.withUnsafeBytes { own in
            unsafe shares.withUnsafeBytes { all in
                let parts = unsafe (0..<3).map { index in
                    unsafe UnsafeRawBufferPointer(rebasing: all[index * size..<(index + 1) * size])
                }
                return unsafe output.withUnsafeMutableBytes { output in
                    Result { () throws(CryptoError) in
                        while now() - start < nanoseconds {
                            try unsafe hash(own, parts, output)
                            rounds += 1
                        }
                    }
                }
            }
        }
        try result.get()
        return Double(rounds * size) * 1e9 / Double(max(1, now() - start))
    }
}
