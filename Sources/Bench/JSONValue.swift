// SPDX-License-Identifier: Apache-2.0

/// A value of JSON (RFC 8259).
indirect enum JSONValue: Sendable {
    /// null.
    case null
    /// true or false.
    case flag(Bool)
    /// A number; one that is not finite becomes null.
    case number(Double)
    /// A string.
    case text(String)
    /// An array.
    case array([JSONValue])
    /// An object, its members in this order.
    case object([(String, JSONValue)])

    /// A number, or null for none.
    static func number(ifAny value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    /// The text, without blanks but with a line for each member of the outermost two levels.
    var text: String { text(depth: 0) + "\n" }

    private func text(depth: Int) -> String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let value): Self.text(of: value)
        case .text(let text): Self.quoted(text)
        case .array(let values): Self.joined(values.map { $0.text(depth: depth + 1) }, "[", "]", depth)
        case .object(let members):
            Self.joined(members.map { "\(Self.quoted($0.0)): \($0.1.text(depth: depth + 1))" }, "{", "}", depth)
        }
    }

    private static func joined(_ parts: [String], _ open: String, _ close: String, _ depth: Int) -> String {
        guard depth < 2, !parts.isEmpty else { return open + parts.joined(separator: ", ") + close }
        let indent = String(repeating: "  ", count: depth)
        return open + "\n" + parts.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n" + indent + close
    }

    /// Swift's shortest decimal that is the same number; a whole one without its point.
    private static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
        return "\(value)"
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case _ where scalar.value < 32: "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
