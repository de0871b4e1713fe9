// SPDX-License-Identifier: Apache-2.0

import Linux
import Testing

@testable import Holder

@Suite struct MountOptionsTests {
    @Test func lists_areRead() throws {
        let options = try MountOptions(parsing: ["allow_other,noexec", "noatime"])
        #expect(options.allowOther && options.noExecution && options.noAccessTime)
        #expect(
            options.fusermountOptions
                == "fsname=alara,subtype=alara,default_permissions,allow_other,noexec,noatime")
        #expect(options.kernelFlags.rawValue == 8 | 1024)
    }

    @Test(arguments: [
        "", "rw,nosuid,nodev,default_permissions", "defaults,nofail,_netdev,noauto,user",
        "x-systemd.automount,comment=hello",
    ])
    func knownWords_changeNothing(_ list: String) throws {
        #expect(try MountOptions(parsing: [list]) == MountOptions())
    }

    @Test(arguments: ["ro", "dev", "suid", "fsname=x", "subtype=x", "fd=3", "user_id=0", "ALLOW_OTHER", "exec "])
    func others_areRefusedByName(_ option: String) {
        do {
            _ = try MountOptions(parsing: ["rw,\(option)"])
            Issue.record("\(option) was taken")
        } catch {
            #expect(error.status == .usage)
            #expect(error.description.contains("'\(option)'"))
        }
    }

    @Test func root_letsOthersInAndTheKernelCheckModes() {
        #expect(
            MountOptions().kernelOptions == "rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions")
        #expect(MountOptions().fusermountOptions == "fsname=alara,subtype=alara,default_permissions")
    }
}
