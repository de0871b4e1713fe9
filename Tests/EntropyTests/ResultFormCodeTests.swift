// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct ResultFormCodeTests {
    @Test(
        arguments: [
            ("bytes", "1", 131_073), ("bytes", "65536", 196_608), ("bits", "128", 262_272), ("int", "65536", 458_752),
            ("hex", "32", 524_320), ("base64", "64", 655_424), ("", "uuid", 786_432),
        ] as [(String, String, UInt64)])
    func code_isKindAboveSeventeenBitsOfCount(directory: String, name: String, code: UInt64) throws {
        let form = try #require(ResultForm(directory: directory, name: name))
        #expect(form.code == code)
        #expect(ResultForm(code: code) == form)
    }

    @Test func code_ofRange_isNil() throws {
        #expect(try #require(ResultForm(directory: "range", name: "1-6")).code == nil)
    }

    @Test func code_whenItIsOfNoForm_isNil() {
        let wrong: [UInt64] = [
            0, 1, 65_536, 1 << 17, 1 << 17 | 65_537, 1 << 17 | 0x1FFFF, 6 << 17 | 1, 7 << 17 | 1, 15 << 17 | 1, 1 << 21,
            1 << 21 | 1 << 17 | 1, .max,
        ]
        for code in wrong { #expect(ResultForm(code: code) == nil, "\(code)") }
    }

    @Test func code_ofEveryNumberOfTwentyOneBits_decodesToAFormOfThatCodeOrNone() {
        var forms = 0
        for code in 0..<UInt64(1) << UInt64(ResultForm.codeBits) {
            guard let form = ResultForm(code: code) else { continue }
            forms += 1
            if form.code != code { Issue.record("\(code) became \(form)") }
        }
        #expect(forms == 5 * 65_536 + 1)
    }
}
