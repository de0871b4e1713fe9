// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

extension Device {
    /// Where one cannot mount, and how `alara mount` starts.
    @Suite struct MountPoints {
        @Test(arguments: ["", "--background"])
        func mount_whereTheDeviceIsAlready_isRefusedAndTheFirstGoesOn(option: String) async throws {
            try await withMount { mount in
                let before = try mount.nodes().map(\.pid)
                expectRefusal(try mount.outcome("alara mount \(option) $MNT"), mentioning: mount.path)
                expectRefusal(try mount.outcome("cd $DIR && alara mount \(option) mnt/"), mentioning: "mnt")
                #expect(MountTable.count(mount.path) == 1)
                #expect(try mount.nodes().map(\.pid) == before)
                #expect(try mount.run("head -c 1000 $MNT/bytes | wc -c") == "1000")
            }
        }

        @Test(arguments: ["", "--background"])
        func mount_whereNothingOrAFileIs_isRefused(option: String) throws {
            try Prerequisites.requireRootAndFUSE()
            let directory = try TemporaryDirectory()
            defer { directory.remove() }
            close(open("\(directory.path)/file", O_CREAT | O_WRONLY, 0o600))
            for name in ["missing", "missing/below", "file", "file/below"] {
                let path = "\(directory.path)/\(name)"
                expectRefusal(try shell("alara mount \(option) \(path)"), mentioning: path)
                #expect(!MountTable.contains(path))
            }
            #expect(try shell("find \(directory.path) -mindepth 1").text == "\(directory.path)/file")
        }

        @Test(arguments: [
            "--workers 0", "--workers 65", "--workers -1", "--workers x", "--workers 3 --quorum 4", "--quorum 0",
            "--source nonsense", "--source file:", "--unknown", "$DIR/other",
        ])
        func mount_withAWrongArgument_mountsNothing(arguments: String) throws {
            try Prerequisites.requireRootAndFUSE()
            let directory = try TemporaryDirectory()
            defer { directory.remove() }
            let script = "mkdir $DIR/mnt && alara mount $DIR/mnt \(arguments)"
            let outcome = try shell(script, environment: ["DIR": directory.path], timeout: 10)
            guard case .status(64...78) = outcome.exit else {
                Issue.record("alara mount \(arguments) ended with \(outcome.exit): \(outcome.errors)")
                return
            }
            #expect(outcome.errors != "")
            #expect(!MountTable.contains("\(directory.path)/mnt"))
        }

        @Test(arguments: ["", "--background"], ["/etc/passwd", "/nonexistent/source"])
        func mount_withASourceThatDoesNotStart_endsAndSaysWhich(option: String, source: String) throws {
            try pythonWithOwnFUSE(
                """
                # Again and again, because the reader of status and the pool's end meet in many ways.
                for again in range(5):
                    ended = run('alara', 'mount', mnt, *sys.argv[2:], timeout=10)
                    assert 64 <= ended.returncode <= 78, f'{ended.args} ended with {ended.returncode}: {ended.stderr}'
                    assert sys.argv[-1].removeprefix('file:') in ended.stderr, f'stderr: {ended.stderr!r}'
                    assert 'Fatal error' not in ended.stderr, f'stderr: {ended.stderr!r}'
                    nothing_left()
                """, [option, "--source", "file:\(source)"])
        }

        @Test func mount_inBackground_returnsWhenTheDeviceAnswersInASessionOfItsOwn() throws {
            try pythonWithOwnFUSE(
                """
                # Reading the captured output to its end shows that the holder let go of it.
                ended = run('bash', '-c', f'alara mount --background {mnt} --workers 3 && cat {mnt}/status')
                shown = dict(line.split(': ', 1) for line in fine(ended).splitlines() if ': ' in line)
                expect(shown['state'], 'ready', 'state at once after the return')
                holder = int(shown['holder_pid'])
                expect(os.getsid(holder), holder, 'session of the holder')
                expect(os.readlink(f'/proc/{holder}/cwd'), '/', 'its working directory')
                expect(run('head', '-c', '1000', f'{mnt}/bytes').returncode, 0, 'reading')
                fine(run('alara', 'unmount', mnt))
                nothing_left()
                """)
        }

        @Test func mount_inBackgroundBelowTheQuorum_returnsToo() throws {
            try pythonWithOwnFUSE(
                """
                os.mkfifo(f'{directory}/fifo')
                options = ['--workers', '1', '--quorum', '2', '--source', f'file:{directory}/fifo']
                fine(run('alara', 'mount', '--background', mnt, *options))
                with open(f'{mnt}/status') as file:
                    assert 'state: waiting-for-quorum' in file.read()
                fine(run('alara', 'unmount', mnt))
                nothing_left()
                """)
        }

        @Test func mount_withoutArguments_hasThreeWorkersAndAQuorumOfTwo() throws {
            try pythonWithOwnFUSE(
                """
                holder = start(command=[])
                expect([worker['STATE'] for worker in table()], ['running'] * 3, 'workers')
                expect(status()['quorum'], '2', 'quorum')
                holder.terminate()
                holder.wait(timeout=20)
                """)
        }

        @Test func mount_withOneWorker_hasAQuorumOfOne() async throws {
            try await withMount(MountOptions(workers: 1)) { mount in
                let status = try mount.status()
                #expect(status["quorum"] == "1")
                #expect(try mount.run("head -c 100000 $MNT/bytes | wc -c") == "100000")
            }
        }

        @Test func mount_withSources_addsTheirWorkers() async throws {
            let options = MountOptions(workers: 2, sources: ["kernel", "file:/dev/urandom"])
            try await withMount(options) { mount in
                #expect(try mount.nodes().map(\.source) == ["openssl", "openssl", "kernel", "file:/dev/urandom"])
                #expect(try mount.status()["quorum"] == "2")
                #expect(try mount.run("head -c 1000000 $MNT/bytes | wc -c") == "1000000")
                let least = try mount.nodes().map(\.bytes).min() ?? 0
                #expect(least >= 1_000_000, "every worker gives 32 bytes for every block")
            }
        }
    }
}
