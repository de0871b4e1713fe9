// SPDX-License-Identifier: Apache-2.0

// The names under `sized/`.
extension ResultForm {
    /// The directories under `sized/`, in the order of a listing.
    public static let directories = ["base64", "bits", "bytes", "hex", "int", "range"]

    /// The form that `sized/directory/name` asks for; with `directory` empty, `sized/name`.
    ///
    /// Nil for anything but the canonical name of a form within its limits, so every form has one name.
    public init?(directory: String, name: String) {
        if directory == "range" {
            guard let range = IntegerRange(name: name) else { return nil }
            self = .range(range)
        } else if directory.isEmpty {
            guard name == "uuid" else { return nil }
            self = .uuid
        } else {
            guard let number = CanonicalDecimal.parse(name.utf8), let value = Int(exactly: number),
                let count = Count(value)
            else { return nil }
            self.init(directory: directory, count: count)
        }
    }

    private init?(directory: String, count: Count) {
        switch directory {
        case "bytes": self = .bytes(count)
        case "bits": self = .bits(count)
        case "int": self = .integer(bits: count)
        case "hex": self = .hex(count)
        case "base64": self = .base64(count)
        default: return nil
        }
    }

    /// The directory of this form under `sized/`; empty for a file of `sized` itself.
    public var directory: String {
        switch self {
        case .bytes: "bytes"
        case .bits: "bits"
        case .integer: "int"
        case .hex: "hex"
        case .base64: "base64"
        case .uuid: ""
        case .range: "range"
        }
    }

    /// The name of this form in its directory.
    public var name: String {
        switch self {
        case .bytes(let count), .bits(let count), .integer(bits: let count), .hex(let count), .base64(let count):
            String(count.value)
        case .uuid: "uuid"
        case .range(let range): range.description
        }
    }

    /// A few usual names that a listing of `sized/directory` shows; with `directory` empty, the files of `sized` itself.
    /// Empty for a directory that does not exist. Every name listed can be looked up; many more can.
    public static func usualNames(in directory: String) -> [String] {
        switch directory {
        case "": ["uuid"]
        case "bytes", "hex", "base64": [16, 32, 64, 256, 1024, 4096, 65_536].map { String($0) }
        case "bits", "int": [16, 32, 64, 128, 256, 512, 1024, 4096, 65_536].map { String($0) }
        case "range": ["0-99", "1-6"]
        default: []
        }
    }
}
