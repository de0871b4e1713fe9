// SPDX-License-Identifier: Apache-2.0

internal import OpenSSL

/// What mixes in this process. It is chosen once, before the first block is mixed.
enum MixerImplementation: Sendable, CustomStringConvertible {
    /// CKeccak, which has passed its self-test and agreed with OpenSSL.
    case parallel(ParallelHash)
    /// OpenSSL, because CKeccak did not.
    case openSSL(reason: String)

    /// The choice for this process. The check takes well under a millisecond.
    static let chosen = MixerImplementation(of: .available.first)

    /// The best implementation if it can be trusted. A slower one is not tried in its place: a machine on which one
    /// errs is to be looked at.
    init(of best: ParallelHash?) {
        guard let best else {
            self = .openSSL(reason: "no other implementation")
            return
        }
        unsafe self.init(best, passesSelfTest: best.passesSelfTest) { own, contributions, output in
            unsafe best.hash(own: own, contributions, into: output)
        }
    }

    /// The choice for this outcome of the self-test and this way to hash.
    init(_ hash: ParallelHash, passesSelfTest: Bool, _ way: Way) {
        guard passesSelfTest else {
            self = .openSSL(reason: "\(hash.name) failed its self-test")
            return
        }
        do throws(CryptoError) {
            if let count = try unsafe Self.disagreement(of: way) {
                self = .openSSL(reason: "\(hash.name) disagrees with OpenSSL for \(count) contributions")
            } else {
                self = .parallel(hash)
            }
        } catch {
            self = .openSSL(reason: "\(hash.name) could not be compared: \(error)")
        }
    }

    /// "AVX-512", "AVX2", "SHA3", "baseline" or "OpenSSL: " and why.
    var description: String {
        switch self {
        case .parallel(let hash): hash.name
        case .openSSL(let reason): "OpenSSL: \(reason)"
        }
    }
}

extension MixerImplementation {
    /// A way to hash: w0, the contributions and the output.
    typealias Way = (UnsafeRawBufferPointer, [UnsafeRawBufferPointer], UnsafeMutableRawBufferPointer) -> Void

    /// Eleven blocks, so that a whole group and a cut one are among them, and the last digest cut too.
    private static let size = 11 * SHA3.size - 7

    /// The first number of contributions for which the output over random bytes is not OpenSSL's; nil if there is none.
    private static func disagreement(of way: Way) throws(CryptoError) -> Int? {
        var reference = try SequentialHash()
        for count in [1, 2, 3, 4, 5, 17] {
            guard try unsafe agrees(way, with: &reference, count) else { return count }
        }
        return nil
    }

    private static func agrees(
        _ way: Way, with reference: inout SequentialHash, _ count: Int
    ) throws(CryptoError) -> Bool {
        let block = SHA3.size
        let each = 11 * block
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<block + count * each).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        var output = [UInt8](repeating: 0, count: size)
        var expected = output
        var outputSpan = output.mutableSpan
        var expectedSpan = expected.mutableSpan
        // SAFETY: every contribution lies within `bytes` and has eleven blocks, as many as the outputs begin.
        try unsafe bytes.span.withUnsafeBytes { (bytes) throws(CryptoError) in
            let own = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<block])
            let shares = unsafe (0..<count).map { index in
                unsafe UnsafeRawBufferPointer(rebasing: bytes[block + index * each..<block + (index + 1) * each])
            }
            unsafe outputSpan.withUnsafeMutableBytes { unsafe way(own, shares, $0) }
            try unsafe expectedSpan.withUnsafeMutableBytes { (expected) throws(CryptoError) in
                try unsafe reference.hash(own: own, shares, into: expected)
            }
        }
        return output == expected
    }
}
