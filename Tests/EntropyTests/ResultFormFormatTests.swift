// SPDX-License-Identifier: Apache-2.0

import BigInt
import Entropy
import Testing

@Suite struct ResultFormFormatTests {
    @Test(arguments: [
        ("hex", "16", "0db45b02a950f79e45ec933ae1882fd6\n"), ("hex", "1", "0d\n"),
        ("base64", "16", "DbRbAqlQ955F7JM64Ygv1g==\n"), ("base64", "17", "DbRbAqlQ955F7JM64Ygv1n0=\n"),
        ("base64", "18", "DbRbAqlQ955F7JM64Ygv1n0k\n"), ("bits", "19", "0000110110110100010\n"), ("bits", "1", "0\n"),
        ("bits", "8", "00001101\n"), ("", "uuid", "0db45b02-a950-479e-85ec-933ae1882fd6\n"), ("int", "1", "1\n"),
        ("int", "7", "13\n"), ("int", "8", "13\n"), ("int", "9", "436\n"), ("int", "32", "229923586\n"),
        ("int", "33", "7320830633\n"), ("int", "64", "987514285289699230\n"),
        ("int", "100", "1085783439270930452403075627745\n"),
        ("int", "256", "6198727633911108794110273090836505303827196867944505033721702554555395907398\n"),
    ])
    func format_ofThePattern_isWhatPythonMakesOfIt(directory: String, name: String, expected: String) throws {
        let form = try #require(ResultForm(directory: directory, name: name))
        #expect(form.textOfPattern() == expected)
    }

    @Test func format_ofBytes_isTheInputItself() throws {
        for count in [1, 31, 65_536] {
            let form = ResultForm.bytes(try #require(ResultForm.Count(count)))
            #expect(form.format(pattern(count).span.bytes) == pattern(count))
        }
    }

    @Test(arguments: ["bytes", "bits", "hex", "base64", ""])
    func format_whenSizeIsFixed_hasThatSize(directory: String) throws {
        for name in ResultForm.usualNames(in: directory) + ["1", "2", "3", "17", "65535"] {
            guard let form = ResultForm(directory: directory, name: name) else { continue }
            #expect(form.format(pattern(form.inputCount).span.bytes)?.count == form.fixedSize)
        }
    }

    @Test(arguments: [("int", "64"), ("range", "1-6")])
    func fixedSize_whenLengthVaries_isNil(directory: String, name: String) throws {
        #expect(try #require(ResultForm(directory: directory, name: name)).fixedSize == nil)
    }

    @Test(arguments: [
        ("bytes", "5", 5), ("bits", "5", 1), ("bits", "9", 2), ("int", "65536", 8192), ("hex", "5", 5),
        ("base64", "5", 5), ("", "uuid", 16), ("range", "7-7", 1), ("range", "0-255", 1), ("range", "1-6", 32),
        ("range", "0-256", 64),
    ])
    func inputCount_isWhatOneAttemptTakes(directory: String, name: String, count: Int) throws {
        #expect(try #require(ResultForm(directory: directory, name: name)).inputCount == count)
    }

    @Test func format_ofInteger_whenAllBitsAreSet_isTwoToTheNMinusOne() throws {
        for bits in [1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 255, 1000, 4096] {
            let form = ResultForm.integer(bits: try #require(ResultForm.Count(bits)))
            let ones = [UInt8](repeating: 0xFF, count: form.inputCount)
            #expect(form.text(of: ones) == "\((BigUInt(1) << bits) - 1)\n")
            #expect(form.text(of: ones.map { _ in 0 }) == "0\n")
        }
    }

    @Test func format_ofInteger_equalsBigIntsDecimal() throws {
        var generator = SeededGenerator(seed: 1)
        for bits in [5, 29, 30, 59, 60, 90, 299, 512, 1023, 1024, 8192] {
            let form = ResultForm.integer(bits: try #require(ResultForm.Count(bits)))
            let bytes = generator.bytes(form.inputCount)
            let number = bytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) } % (BigUInt(1) << bits)
            #expect(form.text(of: bytes) == "\(number)\n")
        }
    }

    @Test func format_ofTheWidestInteger_hasPythonsDigits() throws {
        let form = ResultForm.integer(bits: try #require(ResultForm.Count(65_536)))
        let text = try #require(form.textOfPattern())
        #expect(text.utf8.count == 19_729)
        #expect(text.hasPrefix("1072554820176657916842426529882458962064"))
        #expect(text.hasSuffix("5813020559838998546151046169034597310585\n"))
    }

    @Test func format_ofUUID_setsVersionAndVariantWhateverTheBytes() {
        #expect(
            ResultForm.uuid.text(of: [UInt8](repeating: 0xFF, count: 16)) == "ffffffff-ffff-4fff-bfff-ffffffffffff\n")
        #expect(
            ResultForm.uuid.text(of: [UInt8](repeating: 0x00, count: 16)) == "00000000-0000-4000-8000-000000000000\n")
    }
}
