// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

extension Device {
    /// Every way to end the device leaves nothing behind. That nothing is left `withMount` finds out.
    @Suite struct Unmount {
        @Test(arguments: ["SIGTERM", "SIGINT", "alara unmount $MNT", "fusermount3 -u $MNT", "umount $MNT"])
        func end_byAnyWay_stopsAllOfIt(way: String) async throws {
            try await withMount { mount in
                try mount.run("head -c 3000000 $MNT/bytes >/dev/null; cat $MNT/sized/uuid $MNT/nodes >/dev/null")
                mount.noteTraces()
                switch way {
                case "SIGTERM": mount.holder.signal(SIGTERM)
                case "SIGINT": mount.holder.signal(SIGINT)
                default: try mount.run(way)
                }
                let exit = try mount.holder.wait("the holder after \(way)", within: 10)
                #expect(exit == .status(0), "stderr: \(mount.holder.errors.text)")
                #expect(!MountTable.contains(mount.path))
            }
        }

        @Test func alaraUnmount_hasUnmountedWhenItReturns() async throws {
            try await withMount { mount in
                mount.noteTraces()
                try mount.run("alara unmount $MNT; ! grep -qF \" $MNT \" /proc/self/mountinfo")
                _ = try mount.holder.wait("the holder after alara unmount", within: 10)
            }
        }

        @Test(arguments: [
            "exec 7<$MNT/bytes", "exec 7<$MNT/nodes", "exec 7<$MNT/sized/bytes/32", "exec 7>$MNT/control",
        ])
        func unmount_withAnOpenFile_isRefusedAndNamesIt(opening: String) async throws {
            try await withMount { mount in
                let outcome = try mount.outcome("\(opening); echo $$; alara unmount $MNT; exit $?")
                guard case .status(64...78) = outcome.exit else {
                    Issue.record("alara unmount ended with \(outcome.exit)")
                    return
                }
                #expect(outcome.errorLines.count == 1)
                #expect(outcome.errors.contains("bash"), "who has it open: \(outcome.errors)")
                #expect(outcome.errors.contains(outcome.text), "its pid: \(outcome.errors)")
                #expect(mount.holder.exit() == nil)
                #expect(try mount.run("head -c 1000 $MNT/bytes | wc -c") == "1000")

                let kernels = try mount.outcome("\(opening); fusermount3 -u $MNT; exit $?")
                #expect(kernels.exit != .status(0))
                #expect(try mount.run("head -c 1000 $MNT/bytes | wc -c") == "1000")
            }
        }

        @Test func unmount_withAWorkingDirectoryInside_isRefusedAndNamesIt() async throws {
            try await withMount { mount in
                let outcome = try mount.outcome("cd $MNT/sized; echo $$; alara unmount $MNT; exit $?")
                #expect(outcome.exit != .status(0))
                #expect(outcome.errors.contains(outcome.text), "its pid: \(outcome.errors)")
                #expect(try mount.status()["state"] == "ready")
            }
        }

        @Test(arguments: ["alara unmount --force $MNT", "kill -TERM $HOLDER", "kill -INT $HOLDER"])
        func end_withReadersInTheMiddle_freesThem(way: String) async throws {
            try await withMount { mount in
                mount.noteTraces()
                let command = way.replacing("$HOLDER", with: "\(mount.holder.pid)")
                try mount.python(endUnderReaders, [command])
                _ = try mount.holder.wait("the holder after \(way)", within: 10)
                #expect(!MountTable.contains(mount.path))
            }
        }

        @Test func force_withReadersWaitingForTheQuorum_freesThem() async throws {
            let directory = try TemporaryDirectory()
            defer { directory.remove() }
            let options = MountOptions(
                workers: 1, quorum: 2, sources: ["file:\(try directory.makeFIFO("fifo"))"],
                state: "waiting-for-quorum")
            try await withMount(options, in: directory) { mount in
                mount.noteTraces()
                try mount.python(endUnderReaders, ["alara unmount --force \(mount.path)"])
                _ = try mount.holder.wait("the holder after --force", within: 10)
                #expect(!MountTable.contains(mount.path))
            }
        }

        @Test func mount_afterAnUnmount_worksAgainOnTheSamePlace() throws {
            try pythonWithOwnFUSE(
                """
                for again in range(3):
                    fine(run('alara', 'mount', '--background', mnt, '--workers', '2'))
                    with open(f'{mnt}/bytes', 'rb') as file:
                        expect(len(file.read(1000)), 1000, 'length')
                    fine(run('alara', 'unmount', mnt))
                    expect(mounted(), False, 'mounted after alara unmount')
                nothing_left()
                """)
        }

        @Test func unmount_ofWhatIsNoMount_isRefused() throws {
            let directory = try TemporaryDirectory()
            defer { directory.remove() }
            for path in [directory.path, "\(directory.path)/missing", "/proc"] {
                let outcome = try shell("alara unmount \(path)")
                expectRefusal(outcome, mentioning: path)
            }
        }
    }
}

/// Starts readers, runs the command `sys.argv[2]` when all of them are in the middle of reading, and expects that they
/// end soon after with the error of a file system that is gone. A blocking read never gets EAGAIN.
private let endUnderReaders = """
    code = f'''
    import os
    fd = os.open("{mnt}/bytes", os.O_RDONLY)
    print("open", flush=True)
    while True:
        os.read(fd, 100000)
    '''
    command = ['/usr/bin/python3', '-c', code]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)]
    for reader in readers:
        expect(reader.stdout.readline(), b'open\\n', 'the first line of a reader')
        wait_for('a reader to sleep in read', lambda: reading(f'/proc/{reader.pid}'))
    expect([reader.poll() for reader in readers], [None] * 8, 'the end of a reader before the command')
    ended = subprocess.run(sys.argv[2], shell=True, capture_output=True, timeout=20)
    expect(ended.returncode, 0, f'{sys.argv[2]}: {ended.stderr}')
    for reader in readers:
        reader.wait(timeout=10)
        errors = reader.stderr.read()
        assert b'ConnectionAbortedError' in errors or b'[Errno 107]' in errors, errors
    """

/// Expects an exit status of sysexits.h and one line of error, which contains `mention`.
func expectRefusal(
    _ outcome: Outcome, mentioning mention: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    if case .status(64...78) = outcome.exit {
        #expect(outcome.errorLines.count == 1, "stderr: \(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors.contains(mention), sourceLocation: sourceLocation)
    } else {
        Issue.record("ended with \(outcome.exit): \(outcome.errors)", sourceLocation: sourceLocation)
    }
}
