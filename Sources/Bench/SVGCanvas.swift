// SPDX-License-Identifier: Apache-2.0

/// Shapes and words on a plane, written as SVG 1.1; lengths are in pixels, y grows downwards.
struct SVGCanvas: Sendable {
    /// Where a text's point lies in it.
    enum Anchor: String, Sendable {
        /// At its start.
        case start
        /// In its middle.
        case middle
        /// At its end.
        case end
    }

    private let width: Double
    private let height: Double
    private var elements: [String] = []

    /// A white plane.
    init(width: Double, height: Double) {
        self.width = width
        self.height = height
        elements.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>")
    }

    /// Adds a line through the points.
    mutating func line(_ points: [Point], color: String, width: Double = 1, dashed: Bool = false) {
        let list = points.map { "\(fixed($0.x, 1)),\(fixed($0.y, 1))" }.joined(separator: " ")
        elements.append(
            "<polyline points=\"\(list)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(fixed(width, 1))\""
                + (dashed ? " stroke-dasharray=\"6 4\"/>" : "/>"))
    }

    /// Adds a filled circle.
    mutating func dot(_ point: Point, color: String, radius: Double = 3.5) {
        let center = "cx=\"\(fixed(point.x, 1))\" cy=\"\(fixed(point.y, 1))\""
        elements.append("<circle \(center) r=\"\(fixed(radius, 1))\" fill=\"\(color)\"/>")
    }

    /// Adds words, escaped.
    mutating func text(
        _ words: String, at point: Point, anchor: Anchor = .start, color: String = "#333333", size: Double = 12,
        bold: Bool = false
    ) {
        let position = "x=\"\(fixed(point.x, 1))\" y=\"\(fixed(point.y, 1))\""
        let style = "font-size=\"\(fixed(size, 0))\" fill=\"\(color)\"" + (bold ? " font-weight=\"bold\"" : "")
        elements.append("<text \(position) text-anchor=\"\(anchor.rawValue)\" \(style)>\(Self.escaped(words))</text>")
    }

    /// The document.
    var document: String {
        let size = "width=\"\(fixed(width, 0))\" height=\"\(fixed(height, 0))\""
        let view = "viewBox=\"0 0 \(fixed(width, 0)) \(fixed(height, 0))\""
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(view) font-family=\"sans-serif\">"
        return (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", head] + elements + ["</svg>"])
            .joined(separator: "\n") + "\n"
    }

    /// The words with XML's own characters as entities.
    static func escaped(_ words: String) -> String {
        words.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}
