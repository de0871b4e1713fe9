// SPDX-License-Identifier: Apache-2.0

public import Linux

/// What the last commands have made of the pool: written before they are answered, so that a WRITE that a successor
/// sees again is applied once.
public struct ControlRecord: Sendable, Equatable {
    /// The kernel's number of the request that made it.
    public var request: UInt64
    /// What was answered: bytes taken, or a negative error number.
    public var result: Int32
    /// The wished pool, as text.
    public var wished: [UInt8]

    /// A record.
    public init(request: UInt64, result: Int32, wished: [UInt8]) {
        self.request = request
        self.result = result
        self.wished = wished
    }

    /// Bytes of a wish at the most.
    public static let longestWish = JournalLayout.recordSize - JournalLayout.recordHeader
}

extension Journal {
    private func place(_ record: UInt32) -> Int { JournalLayout.records + Int(record - 1) * JournalLayout.recordSize }

    /// The valid record; nil before the first.
    public var controlRecord: ControlRecord? {
        let valid = memory.load32(JournalLayout.validRecord)
        guard valid == 1 || valid == 2 else { return nil }
        let start = place(valid)
        let count = min(Int(memory.load32(start + 12)), ControlRecord.longestWish)
        let wished = unsafe Array(memory.bytes(at: start + JournalLayout.recordHeader, count: count))
        let result = Int32(bitPattern: memory.load32(start + 8))
        return ControlRecord(request: memory.load64(start), result: result, wished: wished)
    }

    /// Writes the record into the idle place, then makes that one valid: a death in between leaves the old one.
    /// - Throws: E2BIG when the wish is too long; nothing is written then.
    public func write(_ record: ControlRecord) throws(Errno) {
        guard record.wished.count <= ControlRecord.longestWish else { throw .tooBig }
        let idle: UInt32 = memory.load32(JournalLayout.validRecord) == 1 ? 2 : 1
        let start = place(idle)
        memory.store64(start, record.request)
        memory.store32(start + 8, UInt32(bitPattern: record.result))
        memory.store32(start + 12, UInt32(record.wished.count))
        let text = unsafe memory.bytes(at: start + JournalLayout.recordHeader, count: record.wished.count)
        unsafe text.copyBytes(from: record.wished)
        memory.store32(JournalLayout.validRecord, idle)
    }
}
