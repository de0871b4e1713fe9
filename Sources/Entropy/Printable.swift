// SPDX-License-Identifier: Apache-2.0

/// Text made safe for a terminal, a log line and a table: everything that is not printable ASCII becomes `\xNN`.
enum Printable {
    /// `bytes` in printable ASCII; the backslash is escaped as well, so the text is unambiguous.
    static func line(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes { text += escaped(byte) }
        return text
    }

    /// As `line`, with spaces escaped: one word of a table.
    static func word(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes { text += byte == UInt8(ascii: " ") ? "\\x20" : escaped(byte) }
        return text
    }

    /// As `line`, in quotes and cut after 40 bytes, where `...` stands for the rest.
    static func excerpt(_ bytes: some Collection<UInt8>) -> String {
        let limit = 40
        return "'\(line(bytes.prefix(limit)))\(bytes.count > limit ? "..." : "")'"
    }

    private static func escaped(_ byte: UInt8) -> String {
        guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\\") else {
            let (high, low) = Hexadecimal.digits(of: byte)
            return "\\x" + String(UnicodeScalar(high)) + String(UnicodeScalar(low))
        }
        return String(UnicodeScalar(byte))
    }
}
