// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// The kernel's generator, getrandom(2).
public enum KernelRandom {
    /// Fills the range; waits until the kernel's generator is seeded.
    public static func fill(_ range: UnsafeMutableRawBufferPointer) throws(Errno) {
        var done = 0
        while done < range.count {
            let got = unsafe alara_getrandom(range.baseAddress?.advanced(by: done), range.count - done)
            if got == Int64(-Errno.interrupted.rawValue) { continue }
            done += Int(try checked(got))
        }
    }
}

/// The processor's entropy instruction, RDSEED (Intel SDM, volume 1, 7.3.17.2).
public enum ProcessorSeed {
    /// Whether this processor has it.
    public static var isSupported: Bool { alara_rdseed_supported() }

    /// One word, or nil when the processor has none ready: ask again.
    public static func next() -> UInt64? {
        var word: UInt64 = 0
        return unsafe alara_rdseed(&word) == 1 ? word : nil
    }
}
