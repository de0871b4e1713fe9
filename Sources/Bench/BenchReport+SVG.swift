// SPDX-License-Identifier: Apache-2.0

extension BenchReport {
    /// Okabe and Ito's colours, which stay apart for the colour-blind.
    private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
    private static let size = (width: 1120.0, height: 520.0)

    /// The throughput of one reader, over the size of a read and over the size of the pool, as an SVG document.
    public var svg: String {
        var canvas = SVGCanvas(width: Self.size.width, height: Self.size.height)
        let values = rows.filter { $0.workload.readers == 1 }.map { $0.medians.bytesPerSecond / 1e6 }
        let range = LogScale.decades(around: values)
        let half = Self.size.width / 2
        overReadSize.draw(on: &canvas, at: Point(0, 0), width: half, height: Self.size.height, range)
        overPoolSize.draw(on: &canvas, at: Point(half, 0), width: half, height: Self.size.height, range)
        return canvas.document
    }

    private var overReadSize: LinePlot {
        let lines = plan.targets.enumerated().map { index, target in
            LinePlot.Line(
                title: target.title, color: target.workers == nil ? Self.grey(target) : Self.color(index - 2),
                isReference: target.workers == nil, values: plan.readSizes.compactMap { point(target, $0, at: $0) })
        }
        return LinePlot(
            title: "One reader, over the size of a read", caption: "bytes a read",
            marks: plan.readSizes.map { (Double($0), Workload.name(ofSize: $0)) }, lines: lines)
    }

    private var overPoolSize: LinePlot {
        var lines = plan.readSizes.reversed().enumerated().map { index, size in
            LinePlot.Line(
                title: "\(Workload.name(ofSize: size)) reads", color: Self.color(index), isReference: false,
                values: plan.pools.compactMap { point(.device(workers: $0), size, at: $0) })
        }
        let largest = plan.readSizes.last ?? 0
        lines.append(
            LinePlot.Line(
                title: "/dev/urandom, \(Workload.name(ofSize: largest))", color: Self.grey(.urandom), isReference: true,
                values: plan.pools.compactMap { point(.urandom, largest, at: $0) }))
        return LinePlot(
            title: "One reader, over the size of the pool", caption: "workers",
            marks: plan.pools.map { (Double($0), "\($0)") }, lines: lines)
    }

    private func point(_ target: Target, _ readSize: Int, at x: Int) -> (x: Double, y: Double)? {
        row(target, readSize: readSize).map { (Double(x), $0.medians.bytesPerSecond / 1e6) }
    }

    private static func color(_ index: Int) -> String { colors[index % colors.count] }

    private static func grey(_ target: Target) -> String { target == .urandom ? "#222222" : "#999999" }
}
