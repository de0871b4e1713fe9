// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationXML
import Testing

@testable import Bench

@Suite struct PlotTests {
    /// The names of a document's elements; nil when it is not well-formed.
    private static func elements(_ document: String) -> [String]? {
        let names = Names()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = names
        return parser.parse() ? names.all : nil
    }

    private final class Names: NSObject, XMLParserDelegate {
        var all: [String] = []
        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            all.append(name)
        }
    }

    @Test func svg_ofAWholeReport_isWellFormedAndHasEveryLine() throws {
        let names = try #require(Self.elements(Reports.whole.svg))
        #expect(names.first == "svg")
        // Five targets over four sizes, and four sizes and /dev/urandom over three pools.
        #expect(names.count(where: { $0 == "circle" }) == 5 * 4 + 5 * 3)
    }

    @Test func svg_ofAQuickReport_isWellFormed() {
        let report = Reports.samples(of: .quick).report(of: .quick)
        #expect(Self.elements(report.svg) != nil)
    }

    @Test func svg_ofNothing_isWellFormed() {
        #expect(Self.elements(Reports.empty.svg) != nil)
        #expect(!Reports.empty.svg.contains("nan"))
    }

    @Test func words_areEscaped() throws {
        var canvas = SVGCanvas(width: 10, height: 10)
        canvas.text("<&\">", at: Point(1, 1))
        #expect(Self.elements(canvas.document) == ["svg", "rect", "text"])
    }

    @Test func logScale_mapsDecadesEvenly() {
        let scale = LogScale(1...100, from: 0, to: 200)
        #expect(scale.position(of: 1) == 0)
        #expect(scale.position(of: 10) == 100)
        #expect(scale.position(of: 100) == 200)
        #expect(scale.position(of: 1e9) == 200)
        #expect(scale.position(of: 0) == 0)
    }

    @Test func decades_holdAllValues() {
        #expect(LogScale.decades(around: [3, 450]) == 1...1000)
        #expect(LogScale.decades(around: [0.02]) == 0.01...0.1)
        #expect(LogScale.decades(around: [10]) == 10...100)
        #expect(LogScale.decades(around: []) == 1...10)
        #expect(LogScale.powers(in: 1...1000) == [1, 10, 100, 1000])
    }
}
