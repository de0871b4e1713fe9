// SPDX-License-Identifier: Apache-2.0

internal import OpenSSL

/// `openssl`: one request of at most 64 KiB is one request to the generator, with prediction resistance.
struct GeneratorSource: ~Copyable, Source {
    private var generator: DRBG

    init() throws(CryptoError) {
        generator = try DRBG()
    }

    mutating func fill(_ range: UnsafeMutableRawBufferPointer, step: () -> Void) -> Bool {
        (try? unsafe generator.generate(into: range)) != nil
    }

    mutating func isPresent() -> Bool { true }
}
