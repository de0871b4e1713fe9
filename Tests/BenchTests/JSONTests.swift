// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Bench

@Suite struct JSONTests {
    private static func parse(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func values_areReadBackAsTheyWere() throws {
        let strange = "quote \" slash \\ newline \n tab \t bell \u{7} µ 🎲"
        let object = try Self.parse(
            JSONValue.object([
                (strange, .text(strange)), ("no", .null), ("yes", .flag(true)), ("nan", .number(.nan)),
                ("half", .number(0.5)), ("small", .number(1e-9)), ("big", .number(1e300)), ("whole", .number(-3)),
                ("list", .array([.array([]), .object([])])),
            ]).text)
        #expect(object[strange] as? String == strange)
        #expect(object["no"] is NSNull && object["nan"] is NSNull)
        #expect(object["half"] as? Double == 0.5)
        #expect(object["small"] as? Double == 1e-9)
        #expect(object["big"] as? Double == 1e300)
        #expect(object["whole"] as? Int == -3)
        #expect((object["list"] as? [Any])?.count == 2)
    }

    @Test func report_hasEveryRowFigureAndGoal() throws {
        let object = try Self.parse(Reports.whole.json)
        #expect((object["throughput"] as? [Any])?.count == 40)
        #expect((object["figures"] as? [String: Double])?.count == Figure.allCases.count)
        #expect((object["reach"] as? [Any])?.count == 14)
    }

    @Test func report_ofNothing_isJSON() throws {
        let object = try Self.parse(Reports.empty.json)
        let reach = try #require(object["reach"] as? [[String: Any]])
        #expect(reach.allSatisfy { $0["met"] is NSNull && $0["reached"] is NSNull })
    }
}
