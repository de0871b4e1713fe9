// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What may no longer be done to a memfd (fcntl(2), F_GET_SEALS).
enum Seals {
    /// F_SEAL_SEAL, F_SEAL_SHRINK and F_SEAL_GROW.
    static let wanted: Int32 = 1 | 2 | 4

    static func of(_ descriptor: Int32) -> Int32 { fcntl(descriptor, 1034) }

    static func canResize(_ descriptor: Int32, to size: Int) -> Bool { ftruncate(descriptor, size) == 0 }
}
