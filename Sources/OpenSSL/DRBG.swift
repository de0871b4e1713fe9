// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The private generator of this process (CTR_DRBG with AES-256, SP 800-90A section 10.2.1), reseeded from the kernel
/// for every request.
///
/// `RAND_priv_bytes` alone is not safe when a machine is cloned: two processes with the same memory give the same
/// bytes until their next reseeding. With prediction resistance each request draws fresh seed from the kernel first.
@safe
public struct DRBG: ~Copyable {
    /// Bytes of one request at the most (SP 800-90A table 3: 2^19 bits).
    public static let largestRequest = 65536

    private let generator: OpaquePointer

    /// The generator of the calling thread; stays with it.
    public init() throws(CryptoError) {
        guard let generator = unsafe RAND_get0_private(nil) else { throw failure("RAND_get0_private") }
        unsafe self.generator = generator
    }

    /// Fills the range, at most `largestRequest` bytes, with bytes that the state before this request does not determine.
    public mutating func generate(into range: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        precondition(range.count <= Self.largestRequest, "a request has at most \(Self.largestRequest) bytes")
        let bytes = unsafe range.assumingMemoryBound(to: UInt8.self).baseAddress
        try check(unsafe EVP_RAND_generate(generator, bytes, range.count, 0, 1, nil, 0), "EVP_RAND_generate")
    }
}
