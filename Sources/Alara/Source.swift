// SPDX-License-Identifier: Apache-2.0

internal import Entropy

/// Where a worker takes its bytes from.
public enum Source: Sendable, Hashable {
    /// OpenSSL's CTR_DRBG, reseeded from the kernel for every request.
    case openssl
    /// The kernel's generator, getrandom(2).
    case kernel
    /// The processor's RDSEED.
    case cpu
    /// A character device or FIFO at an absolute path.
    case file(String)

    var entropySource: EntropySource {
        switch self {
        case .openssl: .openssl
        case .kernel: .kernel
        case .cpu: .cpu
        case .file(let path): .file(path: path)
        }
    }

    init?(_ source: EntropySource) {
        switch source {
        case .openssl: self = .openssl
        case .kernel: self = .kernel
        case .cpu: self = .cpu
        case .file(let path): self = .file(path)
        case .remote: return nil
        }
    }
}
