// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// Wrong commands get their errno, change nothing, and leave their reason in `control`.
    @Suite(.sharedMount(workers: 3))
    struct ControlRefusals {
        @Test(arguments: Refusal.all)
        func write_ofAWrongCommand_changesNothingAndLeavesTheReason(refusal: Refusal) throws {
            let mount = try Mount.shared
            let before = try mount.nodes()
            try mount.run("echo quorum 2 > $MNT/control")
            let textBefore = try mount.text("control")
            let seen = try mount.python("print(error_of(write_control, \(refusal.input)))")
            #expect(refusal.errors.contains(seen))
            let after = try mount.nodes()
            #expect(after.map(\.id) == before.map(\.id))
            #expect(after.map(\.pid) == before.map(\.pid))
            #expect(try mount.status()["quorum"] == "2")

            let text = try mount.text("control")
            #expect(text != textBefore, "the refusal should stand here")
            #expect(text.contains(refusal.mentions), "the reason should stand here:\n\(text)")
            #expect(text.count < 16_384, "the read-back is to stay small")
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 }, "no control characters")
        }

        @Test func write_afterARefusedOne_isJudgedByItself() throws {
            try Mount.shared.python(
                """
                fd = os.open(f'{mnt}/control', os.O_WRONLY)
                expect(error_of(os.write, fd, b'bogus\\n'), 'EINVAL', 'the wrong line')
                expect(os.write(fd, b'help\\n'), 5, 'the right one after it')
                expect(error_of(os.write, fd, b'bogus\\n'), 'EINVAL', 'the wrong line again')
                os.close(fd)
                """)
        }

        @Test func write_ofALongLineInPieces_isRefusedWhenItIsTooLong() throws {
            let mount = try Mount.shared
            let before = try mount.nodes()
            try mount.python(
                """
                fd = os.open(f'{mnt}/control', os.O_WRONLY)
                errors = [error_of(os.write, fd, b'a' * 1000) for _ in range(6)]
                expect(errors[:4], [None] * 4, 'the first 4,000 bytes of a line')
                assert 'EINVAL' in errors[4:], 'a line of 6,000 bytes was taken'
                os.close(fd)
                """)
            #expect(try mount.nodes().map(\.pid) == before.map(\.pid))
        }

        @Test func remove_ofTheThirdOfThree_isRefusedOnlyBelowTheQuorum() throws {
            let mount = try Mount.shared
            let before = try mount.nodes()
            try mount.run("echo quorum 3 > $MNT/control")
            #expect(try mount.python("print(error_of(write_control, b'remove 1\\n'))") == "EBUSY")
            #expect(try mount.nodes().map(\.pid) == before.map(\.pid))
            let text = try mount.text("control")
            #expect(text.contains("remove 1"))
            try mount.run("echo quorum 2 > $MNT/control")
        }

        @Test(arguments: ["echo add > $MNT/control", "cat $MNT/control", "echo add | tee -a $MNT/control"])
        func control_ofAnOrdinaryUser_isClosed(script: String) throws {
            let mount = try Mount.shared
            let before = try mount.nodes()
            let outcome = try mount.outcome("setpriv --reuid=65534 --regid=65534 --clear-groups bash -c '\(script)'")
            #expect(outcome.exit != .status(0))
            #expect(outcome.errors.contains("Permission denied"))
            #expect(try mount.nodes().map(\.pid) == before.map(\.pid))
        }

        @Test func add_whenThePoolIsFull_isENOSPC() async throws {
            try await withMount(MountOptions(workers: 63)) { mount in
                try mount.run("echo add > $MNT/control")
                let full = try mount.nodes()
                #expect(full.count == 64)
                #expect(try mount.python("print(error_of(write_control, b'add\\n'))") == "ENOSPC")
                #expect(try mount.nodes().map(\.pid) == full.map(\.pid))
                #expect(try mount.text("control").contains("add"))
                #expect(try mount.run("head -c 100000 $MNT/bytes | wc -c") == "100000")
                try mount.run("echo remove 64 > $MNT/control && echo add > $MNT/control")
                #expect(try mount.nodes().last?.id == 65)
            }
        }

        @Test func error_inBash_isShownAsItIs() throws {
            let outcome = try Mount.shared.outcome("echo bogus > $MNT/control")
            #expect(outcome.exit == .status(1))
            #expect(outcome.errors.contains("Invalid argument"))
        }

        @Test func error_ofTheCommandLine_isOneLineAndASysexitsStatus() throws {
            for command in ["add file:/etc/passwd", "add nonsense", "remove 99", "restart 99", "quorum 9"] {
                let outcome = try Mount.shared.outcome("alara \(command) --at $MNT")
                guard case .status(64...78) = outcome.exit else {
                    Issue.record("alara \(command) ended with \(outcome.exit)")
                    continue
                }
                #expect(outcome.errorLines.count == 1, "alara \(command): \(outcome.errors)")
            }
        }
    }
}
