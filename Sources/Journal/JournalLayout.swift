// SPDX-License-Identifier: Apache-2.0

/// Where things stand in the memory that the holder keeps for its servers.
///
///     0 magic   4 version   8 epoch   12 length of the saved INIT   16 answered
///     4096 the saved FUSE_INIT message
///     8192 + slotSize × i: the request that receiving thread i read last
enum JournalLayout {
    /// "ALRJ".
    static let magic: UInt32 = 0x414C_524A
    /// Raised with every change of the layout: a holder and a server of different layouts do not work together.
    static let version: UInt32 = 1
    static let magicWord = 0
    static let versionWord = 4
    static let epoch = 8
    static let savedLength = 12
    static let answered = 16
    static let saved = 4096
    static let savedCapacity = 4096
    static let slots = 8192
    static let size = slots + Journal.slotCount * Journal.slotSize
}
