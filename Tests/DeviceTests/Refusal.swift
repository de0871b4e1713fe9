// SPDX-License-Identifier: Apache-2.0

import Testing

/// One write to `control` that a pool with the workers 1 to 3 must refuse.
struct Refusal: Sendable, CustomTestStringConvertible {
    /// What is written, as a Python expression.
    let input: String
    let errors: Set<String>
    /// What the read-back says of it, as far as it can be told beforehand.
    let mentions: String

    var testDescription: String { "\(input) is \(errors.sorted().joined(separator: " or "))" }

    private init(_ input: String, _ error: String, orError other: String? = nil, mentions: String) {
        self.input = input
        errors = [error, other ?? error]
        self.mentions = mentions
    }

    static let all = unknown + malformed + missing + notStarting

    private static let unknown = [
        Refusal(#"b'bogus\n'"#, "EINVAL", mentions: "bogus"),
        Refusal(#"b'Add\n'"#, "EINVAL", mentions: "Add"),
        Refusal(#"b'adds\n'"#, "EINVAL", mentions: "adds"),
        Refusal(#"b'add nonsense\n'"#, "EINVAL", mentions: "nonsense"),
        Refusal(#"b'add openssl kernel\n'"#, "EINVAL", mentions: "'kernel'"),
        Refusal(#"b'add\nbogus\n'"#, "EINVAL", mentions: "bogus"),
        Refusal(#"b'bogus\nadd\n'"#, "EINVAL", mentions: "bogus"),
        Refusal(#"b'add\nadd\nadd nonsense\nadd\n'"#, "EINVAL", mentions: "nonsense"),
    ]

    private static let malformed = [
        Refusal(#"b'\n'"#, "EINVAL", mentions: ""),
        Refusal(#"b'add\n\n'"#, "EINVAL", mentions: ""),
        Refusal(#"b'   \n'"#, "EINVAL", mentions: ""),
        Refusal(#"bytes(range(256))"#, "EINVAL", mentions: ""),
        Refusal(#"bytes(range(256)) + b'\n'"#, "EINVAL", mentions: ""),
        Refusal(#"b'add\0\n'"#, "EINVAL", mentions: ""),
        Refusal(#"b'add \x1b[31m\n'"#, "EINVAL", mentions: ""),
        Refusal(#"b'\xff\xfe\xfd\n'"#, "EINVAL", mentions: ""),
        Refusal(#"b'j' * (1 << 20)"#, "EINVAL", mentions: ""),
        Refusal(#"b'junk\n' * (1 << 14)"#, "EINVAL", mentions: "junk"),
        Refusal(#"b'junk\n' * (1 << 18)"#, "EINVAL", mentions: ""),
        Refusal(#"b'add\n' + b'j' * 5000"#, "EINVAL", mentions: ""),
        Refusal(#"b'remove\n'"#, "EINVAL", mentions: "remove"),
        Refusal(#"b'remove one\n'"#, "EINVAL", mentions: "'one'"),
        Refusal(#"b'remove -1\n'"#, "EINVAL", mentions: "'-1'"),
        Refusal(#"b'remove 1 2\n'"#, "EINVAL", mentions: "'2'"),
        Refusal(#"b'restart\n'"#, "EINVAL", mentions: "restart"),
        Refusal(#"b'restart 1x\n'"#, "EINVAL", mentions: "'1x'"),
        Refusal(#"b'remove 99999999999999999999\n'"#, "EINVAL", orError: "ENOENT", mentions: "99999999999999999999"),
        Refusal(#"b'quorum\n'"#, "EINVAL", mentions: "quorum"),
        Refusal(#"b'quorum 0\n'"#, "EINVAL", mentions: "'0'"),
        Refusal(#"b'quorum 4\n'"#, "EINVAL", mentions: "quorum 4"),
        Refusal(#"b'quorum two\n'"#, "EINVAL", mentions: "'two'"),
    ]

    private static let missing = [
        Refusal(#"b'remove 99\n'"#, "ENOENT", mentions: "remove 99"),
        Refusal(#"b'remove 0\n'"#, "ENOENT", orError: "EINVAL", mentions: "remove 0"),
        Refusal(#"b'restart 99\n'"#, "ENOENT", mentions: "restart 99"),
        Refusal(#"b'add\nremove 99\n'"#, "ENOENT", mentions: "remove 99"),
    ]

    private static let notStarting = [
        Refusal(#"b'add file:/etc/passwd\n'"#, "EIO", mentions: "/etc/passwd"),
        Refusal(#"b'add file:/nonexistent/source\n'"#, "EIO", mentions: "/nonexistent/source"),
        Refusal(#"b'add file:/dev\n'"#, "EIO", mentions: "/dev"),
        // A symbolic link to /proc/self/fd: links are not followed.
        Refusal(#"b'add file:/dev/fd\n'"#, "EIO", mentions: "/dev/fd"),
        Refusal(#"b'add file:/dev/stdin\n'"#, "EIO", mentions: "/dev/stdin"),
        Refusal(#"b'add remote:x\n'"#, "EIO", mentions: "remote:x"),
    ]
}
