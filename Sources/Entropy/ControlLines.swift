// SPDX-License-Identifier: Apache-2.0

/// Cuts what is written to one handle of `control` into lines, which may be split over writes.
///
/// INVARIANT: the tail has no newline and at most `limit` bytes.
public struct ControlLines: Sendable {
    /// Bytes of the longest line, its newline not counted.
    public static let limit = 4096

    /// What follows the last newline.
    private var tail: [UInt8] = []

    /// No bytes yet.
    public init() {}

    /// Whether bytes wait for their newline.
    public var hasTail: Bool { !tail.isEmpty }

    /// Takes the bytes of one write and gives the lines they complete, without newlines, in order; keeps the rest.
    ///
    /// When a line exceeds the limit it throws `lineTooLong`, gives none of the lines of this write, and drops the
    /// tail: the next write begins a new line.
    public mutating func feed(_ bytes: RawSpan) throws(ControlError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line = tail
        tail = []
        for offset in 0..<bytes.byteCount {
            let byte = bytes.byte(at: offset)
            if byte == UInt8(ascii: "\n") {
                lines.append(line)
                line = []
            } else {
                guard line.count < Self.limit else { throw .lineTooLong(limit: Self.limit) }
                line.append(byte)
            }
        }
        tail = line
        return lines
    }

    /// Gives the last line, if one waits without its newline, and forgets it: the handle is being released.
    public mutating func finish() -> [UInt8]? {
        defer { tail = [] }
        return tail.isEmpty ? nil : tail
    }
}
