// SPDX-License-Identifier: Apache-2.0

internal import CKeccak

/// Several of the mixer's messages hashed at once by one of CKeccak's implementations.
struct ParallelHash: Sendable {
    /// The instruction set: "AVX-512", "AVX2", "SHA3" or "baseline".
    let name: String
    private let index: Int32

    /// What this machine can run, the fastest first.
    static let available: [ParallelHash] = (0..<alara_keccak_implementations()).map { index in
        // SAFETY: the index is one of those counted, and the name is a literal.
        ParallelHash(name: unsafe String(cString: alara_keccak_name(index)), index: index)
    }

    /// Whether it gives the answers compiled in.
    var passesSelfTest: Bool { alara_keccak_passes_self_test(index) }

    /// Bytes 32·i ..< 32·i + 32 of the output become SHA3-256(own ‖ bytes 32·i ..< 32·i + 32 of each contribution); the
    /// last digest is cut where the output ends. Nothing is allocated for up to 64 contributions.
    /// - Parameters:
    ///   - own: 32 bytes.
    ///   - contributions: each at least the output's size, rounded up to whole blocks; none overlaps the output.
    func hash(
        own: UnsafeRawBufferPointer, _ contributions: [UnsafeRawBufferPointer],
        into output: UnsafeMutableRawBufferPointer
    ) {
        let count = unsafe contributions.count
        // SAFETY: the list is as long as `count` says and initialized up to there; what the ranges must hold is this
        // function's contract, which `Mixer.mix` checks.
        unsafe withUnsafeTemporaryAllocation(of: UnsafeRawPointer?.self, capacity: count) { list in
            for place in 0..<count {
                unsafe list.initializeElement(at: place, to: contributions[place].baseAddress)
            }
            var request = unsafe alara_keccak_request(
                output: output.baseAddress, size: output.count, own: own.baseAddress,
                contributions: UnsafePointer(list.baseAddress), count: count)
            unsafe alara_keccak_hash(index, &request)
        }
    }
}
