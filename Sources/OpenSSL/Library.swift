// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The process-wide state of OpenSSL's libcrypto.
public enum Library {
    /// Starts the library without reading openssl.cnf, which could replace the generator. To be called first.
    public static func start() throws(CryptoError) {
        try check(alara_openssl_init(), "OPENSSL_init_crypto")
    }

    /// Sets up the secure heap, where the generators keep their state: locked, guarded, left out of core dumps.
    public static func startSecureHeap(size: Int = 65536) throws(CryptoError) {
        try check(CRYPTO_secure_malloc_init(size, 16), "CRYPTO_secure_malloc_init")
    }

    /// The version, for example "OpenSSL 3.0.15 3 Sep 2024".
    public static var version: String {
        guard let text = unsafe OpenSSL_version(OPENSSL_VERSION) else { return "OpenSSL" }
        return unsafe String(cString: text)
    }
}

/// The one gate for results of libcrypto: 1 is success.
func check(_ result: Int32, _ call: String) throws(CryptoError) {
    guard result != 1 else { return }
    throw failure(call)
}

/// The error that libcrypto's queue holds for a call.
func failure(_ call: String) -> CryptoError {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0, let text = unsafe ERR_reason_error_string(code) else { return CryptoError(call: call, reason: "") }
    return CryptoError(call: call, reason: unsafe String(cString: text))
}
