// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct BitTextTests {
    private func expand(_ input: [UInt8], count: Int) -> String {
        var text = [UInt8](repeating: UInt8(ascii: "x"), count: count)
        var elements = text.mutableSpan
        var output = elements.mutableBytes
        BitText.expand(input.span.bytes, into: &output)
        return String(decoding: text, as: UTF8.self)
    }

    @Test func expand_ofEveryByte_isItsBinaryNumeral() {
        for byte in 0...UInt8.max {
            let digits = String(byte, radix: 2)
            #expect(expand([byte], count: 8) == String(repeating: "0", count: 8 - digits.count) + digits)
        }
    }

    @Test(arguments: 0...40)
    func expand_whenCountIsNoMultipleOfEight_takesTheFirstBits(count: Int) {
        let all = "0000110110110100010110110000001010101001"
        #expect(expand(pattern(BitText.inputCount(forCharacters: count)), count: count) == String(all.prefix(count)))
    }

    @Test func expand_ofManyBytes_equalsTheSizedForm() throws {
        let form = ResultForm.bits(try #require(ResultForm.Count(4099)))
        let input = pattern(form.inputCount)
        #expect(expand(input, count: 4099) + "\n" == form.text(of: input))
    }
}
