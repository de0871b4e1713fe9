// SPDX-License-Identifier: Apache-2.0

/// Rows of words in columns as wide as their widest cell.
struct TextTable: Sendable {
    /// Where a column's words stand.
    enum Side: Sendable {
        /// Words.
        case left
        /// Numbers.
        case right
    }

    private let columns: [(title: String, side: Side)]
    private var rows: [[String]?] = []

    /// A table without rows.
    init(_ columns: [(title: String, side: Side)]) { self.columns = columns }

    /// Adds a row; cells that are missing stay blank, further ones are left out.
    mutating func add(_ cells: [String]) {
        rows.append(columns.indices.map { $0 < cells.count ? cells[$0] : "" })
    }

    /// Adds a blank line, which parts groups of rows.
    mutating func addBlank() { rows.append(nil) }

    /// The lines: titles, a rule and the rows, without blanks at the end, each ended by a newline.
    var text: String {
        let widths = columns.indices.map { index in
            rows.compactMap { $0?[index].count }.reduce(columns[index].title.count, max)
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        let lines = [line(columns.map(\.title), widths), rule] + rows.map { $0.map { line($0, widths) } ?? "" }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.indices.map { index in
            let blank = String(repeating: " ", count: widths[index] - cells[index].count)
            return columns[index].side == .left ? cells[index] + blank : blank + cells[index]
        }
        let line = padded.joined(separator: "  ")
        return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
    }
}
