// SPDX-License-Identifier: Apache-2.0

internal import Entropy
internal import FUSE

/// The names of a directory: what is listed, and what else is found.
struct Directory {
    let node: Node
    /// Ids of the pool's workers.
    let workers: [UInt64]

    private static let top: [(String, Node)] = [
        ("bytes", .bytes), ("bits", .bits), ("control", .control), ("metrics", .metrics), ("node", .workers),
        ("nodes", .nodes), ("sized", .sized), ("status", .status),
    ]

    /// The entries with a place of their own; names in sized/ get theirs when they are looked up.
    private var fixed: [(name: String, node: Node)] {
        switch node {
        case .root: Self.top
        case .workers: workers.map { (String($0), .worker($0)) }
        case .worker(let id): workers.contains(id) ? [("bytes", .workerBytes(id))] : []
        case .sized: ResultForm.directories.map { ($0, .sizedDirectory($0)) }
        default: []
        }
    }

    /// The name of the directory within sized/, as forms are parsed; nil elsewhere.
    private var formDirectory: String? {
        switch node {
        case .sized: ""
        case .sizedDirectory(let name): name
        default: nil
        }
    }

    /// What a name is.
    enum Found {
        case node(Node)
        case result(ResultForm)
    }

    func find(_ name: String) -> Found? {
        if let entry = fixed.first(where: { $0.name == name }) { return .node(entry.node) }
        guard let formDirectory, let form = ResultForm(directory: formDirectory, name: name) else { return nil }
        return .result(form)
    }

    var listing: [DirectoryEntry] {
        let dots = [".", ".."].map { DirectoryEntry(name: $0, number: node.number, kind: .directory) }
        let places = fixed.map { entry in
            DirectoryEntry(
                name: entry.name, number: entry.node.number, kind: entry.node.isDirectory ? .directory : .file)
        }
        return dots + places + usual
    }

    private var usual: [DirectoryEntry] {
        guard let formDirectory else { return [] }
        let names = formDirectory.isEmpty ? ["uuid"] : ResultForm.usualNames(in: formDirectory)
        return names.compactMap { name in
            guard let form = ResultForm(directory: formDirectory, name: name) else { return nil }
            let node = Node.result(serial: 0, code: form.code ?? 0)
            return DirectoryEntry(name: name, number: node.number, kind: .file)
        }
    }
}
