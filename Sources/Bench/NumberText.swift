// SPDX-License-Identifier: Apache-2.0

/// The number with so many digits after the point, rounded half away from zero; "-" for what is no finite number.
func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled.isFinite, scaled < 9e15 else { return "-" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let whole = String(Int(scaled / scale))
    guard digits > 0 else { return sign + whole }
    let rest = String(Int(scaled.truncatingRemainder(dividingBy: scale)))
    return sign + whole + "." + String(repeating: "0", count: digits - rest.utf8.count) + rest
}

/// The number with about three digits that count, for example "0.0123", "1.23", "12.3" and "1234".
func short(_ value: Double) -> String {
    switch value.magnitude {
    case ..<0.1: trimmed(fixed(value, 4))
    case ..<10: trimmed(fixed(value, 2))
    case ..<100: trimmed(fixed(value, 1))
    default: fixed(value, 0)
    }
}

/// Without zeroes at the end of the digits after the point, and without a point that nothing follows.
private func trimmed(_ text: String) -> String {
    guard text.contains("."), let last = text.lastIndex(where: { $0 != "0" }) else { return text }
    return String(text[last] == "." ? text[..<last] : text[...last])
}
