// SPDX-License-Identifier: Apache-2.0

/// One plot of lines over two logarithmic axes.
struct LinePlot: Sendable {
    /// One line.
    struct Line: Sendable {
        /// In the legend.
        var title: String
        /// As CSS writes it.
        var color: String
        /// Whether it is a reference, not the device.
        var isReference: Bool
        /// Values of both axes.
        var values: [(x: Double, y: Double)]
    }

    /// Above the plot.
    var title: String
    /// Below the x axis.
    var caption: String
    /// The marks of the x axis.
    var marks: [(value: Double, label: String)]
    /// The lines, as they stand in the legend.
    var lines: [Line]

    private static let margins = (left: 62.0, top: 62.0, right: 20.0, bottom: 52.0)
    private static let grid = "#dddddd"

    /// Draws it into the canvas, with its upper left corner at `origin`; y is in MB/s within `range`.
    func draw(
        on canvas: inout SVGCanvas, at origin: Point, width: Double, height: Double, _ range: ClosedRange<Double>
    ) {
        let bottom = origin.y + height - Self.margins.bottom - legendHeight
        let area = Area(
            left: origin.x + Self.margins.left, top: origin.y + Self.margins.top,
            right: origin.x + width - Self.margins.right, bottom: bottom)
        let ends = (marks.first?.value ?? 1)...max(marks.first?.value ?? 1, marks.last?.value ?? 1)
        let x = LogScale(ends, from: area.left + 16, to: area.right - 16)
        let y = LogScale(range, from: area.bottom, to: area.top)
        canvas.text(title, at: Point(origin.x + Self.margins.left, origin.y + 28), size: 16, bold: true)
        canvas.text("MB/s, logarithmic", at: Point(origin.x + Self.margins.left, origin.y + 48), color: "#666666")
        drawAxes(on: &canvas, area, x, y, LogScale.powers(in: range))
        for line in lines { draw(line, on: &canvas, x, y) }
        drawLegend(on: &canvas, area)
    }

    private struct Area {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double
    }

    private func drawAxes(
        on canvas: inout SVGCanvas, _ area: Area, _ x: LogScale, _ y: LogScale, _ powers: [Double]
    ) {
        for power in powers {
            let height = y.position(of: power)
            canvas.line([Point(area.left, height), Point(area.right, height)], color: Self.grid)
            canvas.text(short(power), at: Point(area.left - 8, height + 4), anchor: .end)
        }
        for mark in marks {
            let place = x.position(of: mark.value)
            canvas.line([Point(place, area.top), Point(place, area.bottom)], color: Self.grid)
            canvas.text(mark.label, at: Point(place, area.bottom + 18), anchor: .middle)
        }
        let below = Point((area.left + area.right) / 2, area.bottom + 38)
        canvas.text(caption, at: below, anchor: .middle, color: "#666666")
    }

    private func draw(_ line: Line, on canvas: inout SVGCanvas, _ x: LogScale, _ y: LogScale) {
        let points = line.values.map { Point(x.position(of: $0.x), y.position(of: $0.y)) }
        if points.count > 1 {
            canvas.line(points, color: line.color, width: line.isReference ? 1.5 : 2.5, dashed: line.isReference)
        }
        for point in points { canvas.dot(point, color: line.color, radius: line.isReference ? 2.5 : 3.5) }
    }

    // MARK: - Legend

    private static let legendColumns = 3
    private static let legendLine = 20.0

    private var legendHeight: Double {
        Double((lines.count + Self.legendColumns - 1) / Self.legendColumns) * Self.legendLine
    }

    private func drawLegend(on canvas: inout SVGCanvas, _ area: Area) {
        let column = (area.right - area.left) / Double(Self.legendColumns)
        for (index, line) in lines.enumerated() {
            let left = area.left + Double(index % Self.legendColumns) * column
            let middle = area.bottom + 62 + Double(index / Self.legendColumns) * Self.legendLine
            canvas.line(
                [Point(left, middle - 4), Point(left + 22, middle - 4)], color: line.color, width: 2.5,
                dashed: line.isReference)
            canvas.text(line.title, at: Point(left + 28, middle))
        }
    }
}
