// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct EntropySourceTests {
    private static let longPath = "/" + String(repeating: "p", count: 1023)
    private static let longName = String(repeating: "n", count: 64)

    @Test(
        arguments: [
            ("openssl", .openssl), ("kernel", .kernel), ("cpu", .cpu), ("file:/dev/hwrng", .file(path: "/dev/hwrng")),
            ("file:/", .file(path: "/")), ("file:/a b:c\u{e9}", .file(path: "/a b:c\u{e9}")),
            ("file:" + longPath, .file(path: longPath)), ("remote:a", .remote(name: "a")),
            ("remote:b-2.example.org", .remote(name: "b-2.example.org")),
            ("remote:" + longName, .remote(name: longName)),
        ] as [(String, EntropySource)])
    func word_whenValid_parsesAndIsDescribedTheSame(word: String, source: EntropySource) throws {
        #expect(try EntropySource(word: word) == source)
        #expect(source.description == word)
    }

    @Test(
        arguments: [
            ("", .unknownWord("")), ("OpenSSL", .unknownWord("OpenSSL")), ("openssl ", .unknownWord("openssl ")),
            ("file", .unknownWord("file")), ("File:/x", .unknownWord("File:/x")), ("remote", .unknownWord("remote")),
            ("file:", .relativePath("")), ("file:dev/hwrng", .relativePath("dev/hwrng")),
            ("file:./x", .relativePath("./x")), ("file:" + longPath + "p", .pathTooLong(1025)),
            ("file:/a\u{0}b", .nulInPath("/a\u{0}b")), ("remote:", .nameLength(0)),
            ("remote:" + longName + "n", .nameLength(65)), ("remote:A", .badName("A")), ("remote:a_b", .badName("a_b")),
            ("remote:a b", .badName("a b")), ("remote:a:1", .badName("a:1")), ("remote:\u{e9}", .badName("\u{e9}")),
        ] as [(String, EntropySourceError)])
    func word_whenInvalid_saysWhy(word: String, error: EntropySourceError) {
        #expect(throws: error) { try EntropySource(word: word) }
        let reason = error.description
        #expect(!reason.isEmpty && reason.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test func reason_ofALongWord_isShortened() {
        let reason = EntropySourceError.unknownWord(String(repeating: "w", count: 500)).description
        #expect(reason.contains("'" + String(repeating: "w", count: 40) + "...'") && reason.utf8.count < 120)
    }
}
