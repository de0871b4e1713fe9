// SPDX-License-Identifier: Apache-2.0

import Entropy
import FUSE
import Testing

@testable import AlaraFS

/// Names: what is listed, and what else is found.
struct DirectoryTests {
    private static let workers: [UInt64] = [1, 3, 10]
    private static var all: [Node] {
        [.root, .workers, .worker(1), .worker(3), .sized] + ResultForm.directories.map { .sizedDirectory($0) }
    }

    private static func names(_ node: Node) -> [String] {
        Directory(node: node, workers: workers).listing.map(\.name)
    }

    @Test func listing_isThatOfTheDesign() {
        let top = ["bits", "bytes", "control", "metrics", "node", "nodes", "sized", "status"]
        #expect(Self.names(.root).sorted() == [".", ".."] + top)
        #expect(Self.names(.workers) == [".", "..", "1", "3", "10"])
        #expect(Self.names(.worker(3)) == [".", "..", "bytes"])
        #expect(Self.names(.worker(2)) == [".", ".."])
        #expect(Self.names(.sized).sorted() == [".", "..", "base64", "bits", "bytes", "hex", "int", "range", "uuid"])
        #expect(Self.names(.sizedDirectory("range")) == [".", "..", "0-99", "1-6"])
    }

    @Test func listing_ofEveryDirectory_hasEachNameOnceAndAllAreFound() {
        for node in Self.all {
            let directory = Directory(node: node, workers: Self.workers)
            let listing = directory.listing
            #expect(Set(listing.map(\.name)).count == listing.count)
            for entry in listing.dropFirst(2) {
                switch directory.find(entry.name) {
                case .node(let child):
                    #expect(child.number == entry.number, "\(entry.name)")
                    #expect(child.isDirectory == (entry.kind == .directory), "\(entry.name)")
                case .result(let form):
                    #expect(form.name == entry.name && entry.kind == .file)
                    #expect(Node.result(serial: 5, code: form.code ?? 0).number == entry.number, "\(entry.name)")
                case nil: Issue.record("\(entry.name) of \(node) is listed and not found")
                }
            }
        }
    }

    @Test(arguments: ["1", "32", "33", "65536"])
    func find_ofACanonicalSize_isItsForm(name: String) throws {
        for kind in ["bytes", "bits", "int", "hex", "base64"] {
            guard case .result(let form) = Directory(node: .sizedDirectory(kind), workers: []).find(name) else {
                Issue.record("\(kind)/\(name)")
                continue
            }
            #expect(form == ResultForm(directory: kind, name: name))
            #expect(form.name == name && form.directory == kind)
        }
    }

    @Test(arguments: ["", ".", "0", "01", "+1", "-1", " 1", "1 ", "65537", "1e3", "99999999999999999999", "١", "uuid"])
    func find_ofNoSize_isNothing(name: String) {
        for kind in ["bytes", "bits", "int", "hex", "base64"] {
            #expect(Directory(node: .sizedDirectory(kind), workers: []).find(name) == nil, "\(kind)/\(name)")
        }
    }

    @Test func find_ofWhatIsNotThere_isNothing() {
        #expect(Directory(node: .root, workers: [1]).find("random") == nil)
        #expect(Directory(node: .root, workers: [1]).find("uuid") == nil)
        #expect(Directory(node: .workers, workers: [1]).find("2") == nil)
        #expect(Directory(node: .workers, workers: [1]).find("01") == nil)
        #expect(Directory(node: .worker(2), workers: [1]).find("bytes") == nil)
        #expect(Directory(node: .sized, workers: [1]).find("words") == nil)
        #expect(Directory(node: .bytes, workers: [1]).find("bytes") == nil)
        #expect(Directory(node: .sizedDirectory("range"), workers: []).find("6-1") == nil)
    }
}

extension Directory.Found? {
    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (.node(let left), .node(let right)): left == right
        case (.result(let left), .result(let right)): left == right
        default: false
        }
    }
}
