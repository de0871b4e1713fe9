// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Mixing

/// A mixer and a read's own w0, for one thread at a time.
final class Blender: @unchecked Sendable {
    // @unchecked because `mixer` is mutable: whoever lends a blender out lends it to one thread at a time.
    private var mixer: Mixer

    init() throws {
        mixer = try Mixer()
    }

    /// Writes `destination`: the mixture of the shares, or the one share as it is.
    /// - Returns: false when the mixing failed; nothing of the destination may be used then.
    /// SAFETY: shares have at least `Mixer.contributionSize(for: destination.count)` bytes.
    func blend(
        _ target: Draw.Target, own: UnsafeRawBufferPointer, _ shares: [UnsafeRawBufferPointer],
        into destination: UnsafeMutableRawBufferPointer
    ) -> Bool {
        if target != .mixed {
            unsafe destination.copyMemory(from: .init(rebasing: shares[0][..<destination.count]))
            return true
        }
        return (try? unsafe mixer.mix(own: own, shares, into: destination)) != nil
    }
}

/// A read's own 32 bytes of the kernel, wiped when the read has ended.
final class OwnShare: Sendable {
    private let memory: SecretBuffer

    init() throws(Errno) {
        memory = try SecretBuffer(size: 4096)
    }

    /// Takes new bytes from the kernel for a read. False when the kernel refuses.
    func renew() -> Bool {
        (try? unsafe KernelRandom.fill(memory.bytes(count: Mixer.blockSize))) != nil
    }

    /// The bytes. SAFETY for callers: valid while this object is referenced.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(memory.bytes(count: Mixer.blockSize)) }

    func wipe() { memory.wipe(count: Mixer.blockSize) }
}
