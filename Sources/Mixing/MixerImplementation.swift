// SPDX-License-Identifier: Apache-2.0

internal import OpenSSL

/// What mixes in this process. It is chosen once, before the first block is mixed.
enum MixerImplementation: Sendable, CustomStringConvertible {
    /// CKeccak, which has passed its self-test and agreed with OpenSSL.
    case parallel(ParallelHash)
    /// OpenSSL, because CKeccak did not.
    case openSSL(reason: String)

    /// The choice for this process. The check takes about a millisecond.
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

    /// Numbers of contributions to compare: one permutation, two, and several.
    private static let counts = [1, 2, 3, 4, 5, 17]
    /// Bytes of a contribution: eleven blocks, so that a whole group and a cut one are among them.
    private static let share = 11 * SHA3.size
    /// Bytes of output: the last digest is cut too.
    private static let size = share - 7

    /// The first number of contributions for which the output over random bytes is not OpenSSL's; nil if there is none.
    private static func disagreement(of way: Way) throws(CryptoError) -> Int? {
        var reference = try SequentialHash()
        var generator = SystemRandomNumberGenerator()
        let most = counts.max() ?? 0
        let words = (0..<(SHA3.size + most * share) / 8).map { _ in generator.next() }
        for count in counts {
            guard try unsafe agrees(way, with: &reference, words, count) else { return count }
        }
        return nil
    }

    /// Compares over w0 and this many contributions, one behind the other in `words`.
    private static func agrees(
        _ way: Way, with reference: inout SequentialHash, _ words: [UInt64], _ count: Int
    ) throws(CryptoError) -> Bool {
        var output = [UInt8](repeating: 0, count: size)
        var expected = output
        var outputSpan = output.mutableSpan
        var expectedSpan = expected.mutableSpan
        // SAFETY: w0 and every contribution lie within `words`, and a contribution has as many blocks as the outputs begin.
        try unsafe words.span.withUnsafeBytes { (bytes) throws(CryptoError) in
            let own = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<SHA3.size])
            let shares = unsafe (0..<count).map { SHA3.size + $0 * share }.map { start in
                unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + share])
            }
            unsafe outputSpan.withUnsafeMutableBytes { unsafe way(own, shares, $0) }
            try unsafe expectedSpan.withUnsafeMutableBytes { (expected) throws(CryptoError) in
                try unsafe reference.hash(own: own, shares, into: expected)
            }
        }
        return output == expected
    }
}
