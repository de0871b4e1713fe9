// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@Suite struct MountTableTests {
    let text = """
        22 27 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
        61 27 0:51 / /mnt/my\\040random\\134x rw,nosuid,nodev shared:7 master:3 - fuse.alara alara rw,user_id=1000,group_id=100
        62 27 0:52 / /mnt/two rw - tmpfs tmpfs rw
        63 62 0:53 / /mnt/two rw - fuse.alara alara rw,user_id=0,allow_other
        no mount at all
        64 62 0:54 / /mnt/three rw -

        """

    @Test func parsing_takesOptionalFieldsAndUnescapes() throws {
        let entry = try #require(MountTable(parsing: text).entries(ofType: "fuse.alara").first)
        #expect(entry.path == "/mnt/my random\\x")
        #expect(entry.id == 61)
        #expect(entry.device == "0:51")
        #expect(entry.source == "alara")
        #expect(entry.option("user_id") == "1000")
        #expect(entry.option("user") == nil)
    }

    @Test func parsing_leavesOutWhatIsNoMount() {
        #expect(MountTable(parsing: text).entries.map(\.id) == [22, 61, 62, 63])
    }

    @Test func entryOnPath_isTheLastOne() {
        #expect(MountTable(parsing: text).entry(on: "/mnt/two")?.type == "fuse.alara")
        #expect(MountTable(parsing: text).entry(on: "/mnt") == nil)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\\040b", "a b"), ("\\011\\012", "\t\n"), ("\\134040", "\\040"), ("end\\04", "end\\04"),
        ("\\999", "\\999"), ("\\777", "\\777"), ("\\", "\\"), ("", ""), ("\\303\\274", "ü"),
    ])
    func unescape(_ word: String, _ plain: String) {
        #expect(MountTable.unescape(Substring(word)) == plain)
    }

    @Test func current_hasARoot() throws {
        #expect(try MountTable.current().entry(on: "/") != nil)
    }
}
