// SPDX-License-Identifier: Apache-2.0

/// Where things stand in the memory that the holder keeps for its servers.
///
///     0 magic   4 version   8 epoch   12 length of the saved INIT   16 answered   20 messages received
///     24 holder's question   28 server's answer   32 the epoch that may serve   36 which control record is valid
///     4096 the saved FUSE_INIT message
///     8192 two control records, each: request, wished length, result, wished text
///     then the WRITEs to control that are under way, the requests that wait, and the receive slots
enum JournalLayout {
    /// "ALRJ".
    static let magic: UInt32 = 0x414C_524A
    /// Raised with every change of the layout: a holder and a server of different layouts do not work together.
    static let version: UInt32 = 4
    static let magicWord = 0
    static let versionWord = 4
    static let epoch = 8
    static let savedLength = 12
    static let answered = 16
    static let received = 20
    static let question = 24
    static let answer = 28
    static let serving = 32
    static let validRecord = 36
    static let saved = 4096
    static let savedCapacity = 4096
    static let records = 8192
    static let recordSize = 1 << 17
    static let recordHeader = 64
    static let write = records + 2 * recordSize
    static let writeSize = 1 << 17
    static let waiting = write + Journal.mostWrites * writeSize
    static let waitingSize = 96
    static let waitingCount = 1 << 14
    static let slots = waiting + waitingSize * waitingCount
    static let size = slots + Journal.slotCount * Journal.slotSize
}
