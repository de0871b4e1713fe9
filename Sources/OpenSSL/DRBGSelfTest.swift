// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

extension DRBG {
    /// A known answer of CTR_DRBG with AES-256 and derivation function, no prediction resistance: entropy 00…2f,
    /// nonce 30…3f, personalization "alara", the first 64 bytes. The answer was computed from SP 800-90A section
    /// 10.2.1 by a program apart from OpenSSL (Tests/Vectors/ctr_drbg.py).
    public static func passesSelfTest() -> Bool {
        (try? knownAnswer())?.hex == expected
    }

    static let expected =
        "aa8a1c65f9e55d8aaff99f8ddee3c3b774168acb0bc29892a80404d57cc369dfd6c5acbb2b8f3a7e25d4c3c2cd01a0e2ddc9f5070ab1ad6af360df185f73cdfc"

    static func knownAnswer() throws(CryptoError) -> [UInt8] {
        let entropy = Array<UInt8>(0x00...0x2f)
        let nonce = Array<UInt8>(0x30...0x3f)
        let name = Array("alara".utf8)
        var answer = [UInt8](repeating: 0, count: 64)
        let result = unsafe alara_ctr_drbg_answer(
            entropy, entropy.count, nonce, nonce.count, name, name.count, &answer, answer.count)
        try check(result, "CTR-DRBG")
        return answer
    }
}
