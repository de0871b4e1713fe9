// SPDX-License-Identifier: Apache-2.0

import Testing

/// A file below `sized/` and what its text must be.
struct SizedFile: Sendable, CustomTestStringConvertible {
    /// Its path below `sized/`.
    let name: String
    /// Whether every result is as long as any other, so that the file's size can tell it.
    let hasFixedLength: Bool
    /// Whether there are so many results that none comes twice: 2^60 or more.
    let neverRepeats: Bool
    /// The body of a Python function that asserts what `text` must be.
    let check: String

    var testDescription: String { name }

    static let all =
        [1, 5, 32, 33, 4096, 65_535, 65_536].map(bytes) + [1, 8, 9, 256, 4096, 65_536].map(bits)
        + [1, 8, 31, 64, 65, 256, 4096].map(int) + [1, 16, 33, 1024].map(hex) + [1, 2, 3, 100, 1024].map(base64)
        + [uuid] + ranges

    private static func bytes(_ count: Int) -> SizedFile {
        SizedFile(
            name: "bytes/\(count)", hasFixedLength: true, neverRepeats: count >= 8,
            check: "    expect(len(text), \(count), 'length')")
    }

    private static func bits(_ count: Int) -> SizedFile {
        SizedFile(
            name: "bits/\(count)", hasFixedLength: true, neverRepeats: count >= 60,
            check: """
                    expect(len(text), \(count) + 1, 'length')
                    expect(text[-1], '\\n', 'the last character')
                    expect(text[:-1].strip('01'), '', 'what is neither 0 nor 1')
                """)
    }

    private static func int(_ bits: Int) -> SizedFile {
        SizedFile(
            name: "int/\(bits)", hasFixedLength: false, neverRepeats: bits >= 60,
            check: """
                    expect(str(int(text)) + '\\n', text, 'the canonical form')
                    assert 0 <= int(text) < 1 << \(bits), text
                """)
    }

    private static func hex(_ count: Int) -> SizedFile {
        SizedFile(
            name: "hex/\(count)", hasFixedLength: true, neverRepeats: count >= 8,
            check: """
                    expect(bytes.fromhex(text).hex() + '\\n', text, 'the canonical form')
                    expect(len(bytes.fromhex(text)), \(count), 'length')
                """)
    }

    private static func base64(_ count: Int) -> SizedFile {
        SizedFile(
            name: "base64/\(count)", hasFixedLength: true, neverRepeats: count >= 8,
            check: """
                    import base64
                    expect(len(base64.b64decode(text.replace('\\n', ''), validate=True)), \(count), 'length')
                    expect(text[-1], '\\n', 'the last character')
                """)
    }

    private static let uuid = SizedFile(
        name: "uuid", hasFixedLength: true, neverRepeats: true,
        check: """
                import uuid
                expect(str(uuid.UUID(text.strip())) + '\\n', text, 'the canonical form')
                expect(uuid.UUID(text.strip()).version, 4, 'version')
                expect(uuid.UUID(text.strip()).variant, uuid.RFC_4122, 'variant')
            """)

    private static let ranges = [
        ("0", "0"), ("5", "5"), ("0", "1"), ("1", "6"), ("10", "99"), ("1", "1000000"),
        ("0", "115792089237316195423570985008687907853269984665640564039457584007913129639935"),
        (
            "115792089237316195423570985008687907853269984665640564039457584007913129639934",
            "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        ),
    ].map { low, high in
        SizedFile(
            name: "range/\(low)-\(high)", hasFixedLength: false, neverRepeats: low == "0" && high.count > 60,
            check: """
                    expect(str(int(text)) + '\\n', text, 'the canonical form')
                    assert \(low) <= int(text) <= \(high), text
                """)
    }
}
