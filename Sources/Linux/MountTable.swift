// SPDX-License-Identifier: Apache-2.0

/// The mounts that this process sees, /proc/self/mountinfo of proc(5).
public struct MountTable: Sendable {
    /// One mount.
    public struct Entry: Sendable, Equatable {
        /// Names this mount while it lives.
        public var id: Int
        /// "major:minor" of the file system: mounts of the same one have the same.
        public var device: String
        /// Where it is mounted.
        public var path: String
        /// The file system's type, for example fuse.alara.
        public var type: String
        /// What is mounted, for FUSE any word.
        public var source: String
        /// The options of the file system, for example user_id=0.
        public var options: [String]

        /// The value of the option `name=value`.
        public func option(_ name: String) -> String? {
            options.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
        }
    }

    /// In the order of mounting: of two on one path the later one is seen.
    public var entries: [Entry]

    /// The mounts at this moment.
    public static func current() throws(Errno) -> MountTable {
        let text = try FileDescriptor.open("/proc/self/mountinfo", .read).readAll()
        return MountTable(parsing: String(decoding: text, as: UTF8.self))
    }

    /// Parses the text of a mountinfo; lines that are none are left out.
    public init(parsing text: String) {
        entries = text.split(separator: "\n").compactMap(Self.entry)
    }

    /// What is seen on a path: the last mount there.
    public func entry(on path: String) -> Entry? { entries.last { $0.path == path } }

    /// All of one type.
    public func entries(ofType type: String) -> [Entry] { entries.filter { $0.type == type } }

    /// `ID PARENT MAJOR:MINOR ROOT PATH OPTIONS [OPTIONAL…] - TYPE SOURCE SUPEROPTIONS`
    private static func entry(_ line: Substring) -> Entry? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let dash = words.dropFirst(6).firstIndex(of: "-"), words.count > dash + 3, let id = Int(words[0]) else {
            return nil
        }
        return Entry(
            id: id, device: String(words[2]), path: unescape(words[4]), type: unescape(words[dash + 1]),
            source: unescape(words[dash + 2]), options: words[dash + 3].split(separator: ",").map(unescape))
    }

    /// Undoes the kernel's escapes: a backslash and three octal digits for blank, tab, newline and backslash.
    public static func unescape(_ word: Substring) -> String {
        let bytes = Array(word.utf8)
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[index...].dropFirst().prefix(3)
            if bytes[index] == UInt8(ascii: "\\"), digits.count == 3, let value = octal(digits) {
                plain.append(value)
                index += 4
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func octal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            value = value * 8 + Int(digit - UInt8(ascii: "0"))
        }
        return UInt8(exactly: value)
    }
}
