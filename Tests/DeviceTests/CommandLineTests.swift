// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// The commands that use a mount.
    @Suite(.sharedMount(workers: 3))
    struct CommandLine {
        @Test(arguments: [0, 1, 32, 1000, 10_000_000])
        func bytes_ofACount_areThatMany(count: Int) throws {
            #expect(try Mount.shared.run("alara bytes \(count) --at $MNT | wc -c") == "\(count)")
        }

        @Test func bytes_twice_areDifferent() throws {
            try Mount.shared.run("! cmp -s <(alara bytes 32 --at $MNT) <(alara bytes 32 --at $MNT)")
        }

        @Test(arguments: [1, 8, 100, 10_000])
        func bits_ofACount_areThatManyDigitsAndANewline(count: Int) throws {
            let outcome = try Mount.shared.outcome("alara bits \(count) --at $MNT")
            #expect(outcome.exit == .status(0))
            #expect(outcome.output.count == count + 1)
            #expect(outcome.output.last == UInt8(ascii: "\n"))
            #expect(outcome.output.dropLast().allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") })
        }

        @Test(arguments: [1, 8, 63, 64])
        func int_ofBits_isBelowTwoToTheirPower(bits: Int) throws {
            for _ in 1...10 {
                let value = try #require(try UInt64(Mount.shared.run("alara int \(bits) --at $MNT")))
                #expect(bits == 64 || value < UInt64(1) << UInt64(bits))
            }
        }

        @Test func int_ofManyBits_isADecimalNumber() throws {
            let digits = try Mount.shared.run("alara int 4096 --at $MNT")
            #expect(digits.count > 1200 && digits.count <= 1234)
            #expect(digits.allSatisfy { $0.isWholeNumber })
        }

        @Test func nodesAndStatus_showTheFiles() throws {
            let mount = try Mount.shared
            #expect(try Node.parse(table: mount.run("alara nodes --at $MNT")).map(\.pid) == mount.nodes().map(\.pid))
            #expect(try mount.run("alara status --at $MNT").contains("state: ready"))
        }

        @Test(arguments: [
            "bytes -1", "bytes x", "bits -5", "int 0x", "bytes", "frobnicate", "bytes 5 --at $DIR", "nodes --at $DIR",
            "bytes 5 --at $DIR/missing", "status --at /proc", "remove", "remove x",
        ])
        func wrongArguments_endWithASysexitsStatusAndWords(arguments: String) throws {
            let outcome = try Mount.shared.outcome("alara \(arguments)")
            guard case .status(64...78) = outcome.exit else {
                Issue.record("alara \(arguments) ended with \(outcome.exit)")
                return
            }
            #expect(outcome.errors != "")
            #expect(outcome.output == [])
        }

        @Test(arguments: [
            "", "mount", "unmount", "bytes", "bits", "int", "nodes", "status", "add", "remove", "restart", "quorum",
        ])
        func help_ofEachCommand_showsHowToUseIt(command: String) throws {
            let outcome = try Mount.shared.outcome("alara \(command) --help")
            #expect(outcome.exit == .status(0))
            #expect(outcome.text.contains("USAGE: alara"))
            #expect(outcome.errors == "")
        }

        @Test func help_hasExamples() throws {
            let text = try Mount.shared.run("alara --help")
            #expect(text.lowercased().contains("example"))
            #expect(text.contains("alara mount"))
        }

        @Test func bytes_intoAPipeThatCloses_endsWithoutComplaint() throws {
            let outcome = try Mount.shared.outcome("alara bytes 100000000 --at $MNT | head -c 10 | wc -c")
            #expect(outcome.text == "10")
            #expect(outcome.errors == "")
        }

        @Test func theOnlyMount_isFoundByItself() throws {
            try pythonWithOwnFUSE(
                """
                for command in (['nodes'], ['bytes', '5'], ['add']):
                    refused(run('alara', *command), 'alara mount')
                holder = start('--workers', '2', command=[])
                expect(len(subprocess.run(['alara', 'bytes', '100'], capture_output=True).stdout), 100, 'bytes')
                expect(len(fine(run('alara', 'bits', '64')).strip()), 64, 'bits')
                fine(run('alara', 'add'))
                expect(len(fine(run('alara', 'nodes')).splitlines()), 4, 'lines of nodes')

                other = f'{directory}/other'
                os.mkdir(other)
                fine(run('alara', 'mount', '--background', other, '--workers', '1'))
                refused(run('alara', 'nodes'), '--at')
                expect(len(fine(run('alara', 'nodes', '--at', other)).splitlines()), 2, 'lines of the other')
                fine(run('alara', 'unmount', other))
                holder.terminate()
                expect(holder.wait(timeout=20), 0, 'exit status of the holder')
                nothing_left()
                """)
        }
    }
}
