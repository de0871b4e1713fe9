// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import AlaraCLI

@Suite struct FindingTests {
    func table(_ paths: [String], over: String? = nil) -> MountTable {
        var lines = paths.enumerated().map { "\($0 + 60) 1 0:\($0 + 60) / \($1) rw - fuse.alara alara rw,user_id=7" }
        if let over { lines.append("99 1 0:99 / \(over) rw - tmpfs tmpfs rw") }
        return MountTable(parsing: lines.joined(separator: "\n"))
    }

    @Test func theOnlyDevice_isFound() throws {
        let device = try Device.find(at: nil, in: table(["/nowhere/one"]))
        #expect(device.path == "/nowhere/one")
        #expect(device.owner == 7)
    }

    @Test func none_andSeveral_areErrors() {
        #expect(throws: CLIError.noMount) { try Device.find(at: nil, in: table([])) }
        #expect(throws: CLIError.severalMounts(["/nowhere/a", "/nowhere/b"])) {
            try Device.find(at: nil, in: table(["/nowhere/a", "/nowhere/b"]))
        }
    }

    @Test func at_choosesOne() throws {
        let table = table(["/nowhere/a", "/nowhere/b"])
        #expect(try Device.find(at: "/nowhere/b", in: table).path == "/nowhere/b")
        #expect(throws: CLIError.notAMount("/nowhere/c")) { try Device.find(at: "/nowhere/c", in: table) }
    }

    @Test func aCoveredDevice_isNotSeen() {
        #expect(throws: CLIError.noMount) { try Device.find(at: nil, in: table(["/nowhere/a"], over: "/nowhere/a")) }
    }

    @Test func holder_isReadFromStatus() {
        #expect(HolderSearch.holder(in: "state: ready\nholder_pid: 42\nx: 1\n") == 42)
        #expect(HolderSearch.holder(in: "state: ready\nxholder_pid: 42\n") == nil)
        #expect(HolderSearch.holder(in: "holder_pid: many\n") == nil)
    }

    @Test(arguments: [
        ("/m", "/m", true), ("/m", "/m/bytes", true), ("/m", "/mm", false), ("/m", "/", false), ("/", "/x", true),
        ("/m", "pipe:[1]", false),
    ])
    func isBelow(_ mountPoint: String, _ path: String, _ expected: Bool) {
        #expect(OpenFiles.isBelow(mountPoint, path) == expected)
    }

    @Test func mappedFiles_areNamed() {
        let maps = "7f00-7f01 r--p 00000000 00:33 2    /m/bytes\n7f02-7f03 rw-p 00000000 00:00 0\n"
        #expect(OpenFiles.mapped(maps) == ["/m/bytes"])
    }

    @Test func controlsLastResult_isTheReason() {
        let text = "error: add x: refused once\nok: add x (worker 4)\nerror: add x: no such source\nok: remove 1\n"
        #expect(Control.lastResult(of: "add x", in: text) == "no such source")
        #expect(Control.lastResult(of: "add", in: "error: not a number: 'x'\n") == "not a number: 'x'")
        #expect(Control.lastResult(of: "add x", in: "ok: add x (worker 4)\n") == nil)
    }
}
