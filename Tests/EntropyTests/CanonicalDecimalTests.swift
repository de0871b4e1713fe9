// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@Suite struct CanonicalDecimalTests {
    @Test func parse_whenCanonical_isTheNumber() {
        for number in [0, 1, 9, 10, 1_000_000, UInt64.max - 1, UInt64.max] {
            #expect(CanonicalDecimal.parse("\(number)".utf8) == number)
        }
    }

    @Test(arguments: ["", "00", "01", "+1", "-1", " 1", "1 ", "1a", "١", "18446744073709551616"])
    func parse_whenNotCanonicalOrTooLarge_isNil(text: String) {
        #expect(CanonicalDecimal.parse(text.utf8) == nil)
    }
}
