// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// SHA3-256 (FIPS 202 section 6.1) of one message after the other: the digest fetched once, the context used again.
@safe
public struct SHA3: ~Copyable {
    /// Bytes of a digest.
    public static let size = 32

    private let digest: OpaquePointer
    private let context: OpaquePointer

    /// Fetches the digest.
    public init() throws(CryptoError) {
        guard let digest = unsafe EVP_MD_fetch(nil, "SHA3-256", nil) else { throw failure("EVP_MD_fetch") }
        guard let context = unsafe EVP_MD_CTX_new() else {
            unsafe EVP_MD_free(digest)
            throw failure("EVP_MD_CTX_new")
        }
        unsafe self.digest = digest
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(digest)
    }

    /// Begins a message; one that was under way is dropped.
    public mutating func begin() throws(CryptoError) {
        try check(unsafe EVP_DigestInit_ex2(context, digest, nil), "EVP_DigestInit_ex2")
    }

    /// Adds bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) throws(CryptoError) {
        try check(unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count), "EVP_DigestUpdate")
    }

    /// Ends the message and writes its digest: exactly `size` bytes.
    public mutating func finish(into output: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        precondition(output.count == Self.size, "a SHA3-256 digest has 32 bytes")
        let bytes = unsafe output.assumingMemoryBound(to: UInt8.self)
        try check(unsafe EVP_DigestFinal_ex(context, bytes.baseAddress, nil), "EVP_DigestFinal_ex")
    }

    /// The digest of a whole message.
    public mutating func digest(of message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try begin()
        var result = [UInt8](repeating: 0, count: Self.size)
        try check(unsafe EVP_DigestUpdate(context, message, message.count), "EVP_DigestUpdate")
        try check(unsafe EVP_DigestFinal_ex(context, &result, nil), "EVP_DigestFinal_ex")
        return result
    }
}

extension SHA3 {
    /// Known answers: the empty message, and 200 bytes of 0xA3, more than one block (NIST's example values for
    /// SHA3-256, "msg0" and "msg1600").
    public static func passesSelfTest() -> Bool {
        guard var hash = try? SHA3(), let empty = try? hash.digest(of: []) else { return false }
        guard let long = try? hash.digest(of: Array(repeating: 0xA3, count: 200)) else { return false }
        return empty.hex == "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"
            && long.hex == "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787"
    }
}

extension [UInt8] {
    /// The bytes as lower-case hexadecimal digits.
    var hex: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
