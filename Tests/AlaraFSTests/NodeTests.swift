// SPDX-License-Identifier: Apache-2.0

import Entropy
import FUSE
import Testing

@testable import AlaraFS

/// Places in the tree and their inodes.
struct NodeTests {
    private static let fixed: [Node] = [
        .root, .bytes, .bits, .nodes, .control, .status, .metrics, .workers, .sized,
    ]
    private static let ids: [UInt64] = [0, 1, 2, 3, 63, 64, 1000, 65535, 65536, 1 << 30]
    private static let serials: [UInt64] = [0, 1, 2, 1 << 26, (1 << 42) - 1]
    private static let codes: [UInt64] = [0, 1 << 17 | 1, 5 << 17 | 65536, 6 << 17, (1 << 21) - 1]

    private static var all: [Node] {
        fixed + ResultForm.directories.map { .sizedDirectory($0) }
            + ids.flatMap { [.worker($0), .workerBytes($0)] }
            + serials.flatMap { serial in codes.map { .result(serial: serial, code: $0) } }
    }

    @Test func inode_ofEveryKind_leadsBackToTheNode() {
        for node in Self.all { #expect(Node(node.inode) == node, "\(node)") }
    }

    @Test func inode_ofEveryNode_isUnique() {
        #expect(Set(Self.all.map(\.inode)).count == Self.all.count)
    }

    /// The next server of a mount must understand the inodes of the last one: these numbers never change.
    @Test func inode_ofEveryKind_isWhatItWas() {
        #expect(Self.fixed.map(\.inode.rawValue) == Array(1...9))
        #expect(ResultForm.directories.map { Node.sizedDirectory($0).inode.rawValue } == Array(16...21))
        #expect(Node.worker(3).inode.rawValue == 0x1_0000_0006)
        #expect(Node.workerBytes(3).inode.rawValue == 0x1_0000_0007)
        #expect(Node.result(serial: 1, code: 2).inode.rawValue == 0x8000_0000_0020_0002)
    }

    @Test(arguments: [0, 10, 15, 22, 100, 1 << 24, 1 << 31, (1 << 32) - 1] as [UInt64])
    func node_ofANumberThatIsNone_isNil(number: UInt64) {
        #expect(Node(Inode(rawValue: number)) == nil)
    }

    @Test func node_ofAnyNumber_leadsBackOrIsNil() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let number =
                UInt64.random(in: .min ... .max, using: &generator) >> UInt64.random(in: 0...63, using: &generator)
            guard let node = Node(Inode(rawValue: number)), number >> 63 == 1 || number >> 33 == 0 else { continue }
            #expect(node.inode.rawValue == number)
        }
    }

    @Test func number_ofOneName_isTheSameForEveryLookUp() {
        for code in Self.codes {
            let numbers = Set(Self.serials.map { Node.result(serial: $0, code: code).number })
            #expect(numbers.count == 1)
        }
        let numbers = Self.codes.map { Node.result(serial: 1, code: $0).number }
        #expect(Set(numbers).count == Self.codes.count)
        #expect(Set(numbers).isDisjoint(with: Self.fixed.map(\.number)))
    }

    @Test func permissions_areThoseOfTheDesign() {
        #expect(Node.control.permissions == 0o600)
        #expect(Node.workerBytes(1).permissions == 0o400)
        for node in [Node.bytes, .bits, .nodes, .status, .metrics, .result(serial: 1, code: 1)] {
            #expect(node.permissions == 0o444)
            #expect(!node.isDirectory)
        }
        for node in [Node.root, .workers, .worker(1), .sized, .sizedDirectory("bytes")] {
            #expect(node.permissions == 0o555)
            #expect(node.isDirectory)
        }
    }
}
