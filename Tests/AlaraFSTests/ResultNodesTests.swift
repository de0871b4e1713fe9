// SPDX-License-Identifier: Apache-2.0

import Entropy
import FUSE
import Testing

@testable import AlaraFS

/// Looked-up names of sized/.
struct ResultNodesTests {
    private static func form(_ directory: String, _ name: String) throws -> ResultForm {
        try #require(ResultForm(directory: directory, name: name))
    }

    @Test func open_isTrueOnce() throws {
        let nodes = ResultNodes(epoch: 1)
        let node = nodes.make(try Self.form("bytes", "32"))
        #expect(nodes.open(node.inode))
        #expect(!nodes.open(node.inode))
        #expect(!nodes.open(Inode(rawValue: node.inode.rawValue + (1 << 30))))
    }

    @Test func make_givesEveryLookUpAnInodeOfItsOwn() throws {
        let form = try Self.form("bytes", "32")
        var seen: Set<Inode> = []
        for epoch in [0, 1, 2, 65535] as [UInt32] {
            let nodes = ResultNodes(epoch: epoch)
            for _ in 0..<1000 { seen.insert(nodes.make(form).inode) }
        }
        #expect(seen.count == 4000)
    }

    @Test func form_ofANode_isThatOfItsName() throws {
        let nodes = ResultNodes(epoch: 1)
        for (directory, name) in [("bytes", "32"), ("int", "65536"), ("range", "1-6"), ("", "uuid")] {
            let form = try Self.form(directory, name)
            #expect(nodes.form(of: nodes.make(form)) == form)
        }
    }

    @Test func form_ofAnEarlierServersNode_isReadFromItsCode() throws {
        let earlier = ResultNodes(epoch: 1)
        let later = ResultNodes(epoch: 2)
        let hex = try Self.form("hex", "77")
        let node = earlier.make(hex)
        #expect(later.form(of: node) == hex)
        #expect(!later.open(node.inode))
        #expect(later.form(of: earlier.make(try Self.form("range", "1-6"))) == nil)
    }

    @Test func forget_dropsTheNode() throws {
        let nodes = ResultNodes(epoch: 1)
        let form = try Self.form("range", "1-6")
        let node = nodes.make(form)
        nodes.forget(node.inode, count: 0)
        #expect(nodes.form(of: node) == form)
        nodes.forget(node.inode, count: 1)
        #expect(nodes.form(of: node) == nil)
        #expect(!nodes.open(node.inode))
        nodes.forget(node.inode, count: .max)
    }

    @Test func forget_ofMoreThanThereIs_dropsTheNode() throws {
        let nodes = ResultNodes(epoch: 1)
        let node = nodes.make(try Self.form("range", "1-6"))
        nodes.forget(node.inode, count: .max)
        #expect(nodes.form(of: node) == nil)
    }
}
