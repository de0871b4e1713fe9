// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// Mixed bytes kept ahead for a generator, each given once, wiped as it is given.
final class Ahead: Sendable {
    private static let size = 4096
    private let pool: EntropyPool
    private let bytes = Mutex<[UInt8]>([])

    init(_ pool: EntropyPool) {
        self.pool = pool
    }

    deinit {
        bytes.withLock { wipe(&$0) }
    }

    func next() -> UInt64 {
        bytes.withLock { bytes in
            if bytes.count < 8 { refill(&bytes) }
            var number: UInt64 = 0
            for place in bytes.count - 8..<bytes.count {
                number = number << 8 | UInt64(bytes[place])
                bytes[place] = 0
            }
            bytes.removeLast(8)
            return number
        }
    }

    private func refill(_ bytes: inout [UInt8]) {
        do throws(EntropyError) {
            bytes = try pool.randomBytes(count: Self.size)
        } catch {
            preconditionFailure("a generator outlived its pool: \(error)")
        }
    }
}
