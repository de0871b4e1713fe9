// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct ResultFormNameTests {
    @Test(arguments: ["bytes", "bits", "int", "hex", "base64"])
    func lookup_whenCountIsWithinLimits(directory: String) throws {
        for number in [1, 2, 9, 10, 32, 4096, 65_535, 65_536] {
            let form = try #require(ResultForm(directory: directory, name: String(number)))
            #expect(form.directory == directory)
            #expect(form.name == String(number))
        }
    }

    @Test(arguments: ["bytes", "bits", "int", "hex", "base64"])
    func lookup_whenNameIsNotCanonicalOrOutOfLimits_isNil(directory: String) {
        let names = [
            "", "0", "00", "01", "007", "+1", "-1", " 1", "1 ", "1\n", "\t1", "1.0", "1e3", "0x10", "1_000", "1,000",
            "a",
            "65537", "65540", "131073", "4294967297", "18446744073709551616", "18446744073709551617",
            "99999999999999999999999999", "１", "١", "1\u{0}", "1\u{301}", "uuid", ".", "..",
        ]
        for name in names { #expect(ResultForm(directory: directory, name: name) == nil, "\(directory)/\(name)") }
    }

    @Test(arguments: ["", "Bytes", "byte", "integer", "uuid", "bytes/", "nodes", "range"])
    func lookup_whenDirectoryHasNoCounts_isNil(directory: String) {
        #expect(ResultForm(directory: directory, name: "32") == nil)
    }

    @Test func lookup_ofUUID_onlyInSizedItself() {
        #expect(ResultForm(directory: "", name: "uuid") == .uuid)
        #expect(ResultForm.uuid.directory == "" && ResultForm.uuid.name == "uuid")
        for name in ["UUID", "uuid ", "", "uuid4"] { #expect(ResultForm(directory: "", name: name) == nil) }
    }

    @Test(arguments: [
        "0-0", "1-6", "0-99", "7-7", "0-18446744073709551616",
        "0-115792089237316195423570985008687907853269984665640564039457584007913129639935",
    ])
    func lookup_ofRange_whenBoundsAreCanonical(name: String) throws {
        let form = try #require(ResultForm(directory: "range", name: name))
        #expect(form.directory == "range" && form.name == name)
    }

    @Test(arguments: [
        "", "-", "6", "1-", "-6", "6-1", "01-6", "1-06", "+1-6", "1-+6", "1--6", "-1-6", "1-6-", "1-6-9", " 1-6",
        "1 -6", "1-6 ",
        "1-6\n", "a-b", "1–6", "0x1-0x6", "1..6", "1-18446744073709551615x",
        "18446744073709551616-18446744073709551615",
        "0-115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "0-999999999999999999999999999999999999999999999999999999999999999999999999999999",
        "0-1000000000000000000000000000000000000000000000000000000000000000000000000000000",
    ])
    func lookup_ofRange_whenNameIsNotCanonicalOrOutOfLimits_isNil(name: String) {
        #expect(ResultForm(directory: "range", name: name) == nil)
    }

    @Test func range_madeOfNumbers_equalsTheNamedOne() {
        #expect(IntegerRange(low: 1, high: 6) == IntegerRange(name: "1-6"))
        #expect(IntegerRange(low: 0, high: UInt64.max) == IntegerRange(name: "0-18446744073709551615"))
        #expect(IntegerRange(low: -1, high: 6) == nil)
        #expect(IntegerRange(low: 6, high: 1) == nil)
    }

    @Test func listing_showsNamesThatCanBeLookedUp() {
        for directory in ResultForm.directories + [""] {
            let names = ResultForm.usualNames(in: directory)
            #expect(!names.isEmpty && Set(names).count == names.count)
            for name in names { #expect(ResultForm(directory: directory, name: name)?.name == name) }
        }
        #expect(ResultForm.usualNames(in: "nodes").isEmpty)
    }

    @Test func count_outsideOfLimits_isNil() {
        for value in [Int.min, -1, 0, 65_537, Int.max] { #expect(ResultForm.Count(value) == nil) }
        #expect(ResultForm.Count(1)?.value == 1 && ResultForm.Count(65_536)?.value == 65_536)
    }
}
