// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Overwrites the range with zeroes in a way that no optimizer removes.
public func wipe(_ range: UnsafeMutableRawBufferPointer) {
    unsafe OPENSSL_cleanse(range.baseAddress, range.count)
}
