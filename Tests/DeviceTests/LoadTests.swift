// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// Many readers at once, for long.
    @Suite struct Load {
        @Test func tenThousandMixedReads_from16Processes_areRightAndTakeNoMemory() async throws {
            try await withMount { mount in
                let server = try mount.serverPID
                // Much of what so many readers at once need is taken in the first round; the rest, which depends on how
                // they meet, is less than 8 MiB. A leak of a kilobyte a read is more.
                try mount.python(mixedReads, ["200"], timeout: 120)
                let before = try Footprint(mount)
                try mount.python(mixedReads, ["625"], timeout: 180)
                let after = try Footprint(mount)
                #expect(try mount.serverPID == server)
                #expect(after.serverKiB - before.serverKiB < 8192, "the server grew: \(before) to \(after)")
                #expect(after.workersKiB - before.workersKiB < 1024, "the workers grew: \(before) to \(after)")
                #expect(after.holderKiB - before.holderKiB < 512, "the holder grew: \(before) to \(after)")
                #expect(after.descriptors <= before.descriptors, "descriptors leak: \(before) to \(after)")
                #expect(try mount.nodes().map(\.restarts) == [0, 0, 0])
            }
        }

        @Test func readersThatComeAndGo_leaveNothingInTheServer() async throws {
            try await withMount { mount in
                try mount.python(comingAndGoing, ["300"])
                let before = try Footprint(mount)
                try mount.python(comingAndGoing, ["5000"])
                let after = try Footprint(mount)
                #expect(after.serverKiB - before.serverKiB < 2048, "the server grew: \(before) to \(after)")
                #expect(after.descriptors <= before.descriptors, "descriptors leak: \(before) to \(after)")
            }
        }

        /// What the device's processes hold.
        private struct Footprint {
            let serverKiB: Int
            let workersKiB: Int
            let holderKiB: Int
            let descriptors: Int

            init(_ mount: Mount) throws {
                let server = try mount.serverPID
                serverKiB = try Processes.residentKiB(server)
                workersKiB = try mount.nodes().compactMap(\.pid).map(Processes.residentKiB).reduce(0, +)
                holderKiB = try Processes.residentKiB(mount.holder.pid)
                descriptors = ProcFile.names("/proc/\(server)/fd").count
            }
        }
    }
}

/// 16 processes, each with so many reads as `sys.argv[2]` says, of files and sizes that follow from the process's number.
private let mixedReads = """
    import random
    def one(choice):
        kind = choice.random()
        if kind < 0.75:
            name = choice.choice(('bytes', 'bytes', 'bytes', 'bits'))
            count = choice.choice((1, 16, 31, 32, 33, 100, 4096, 4097, 10_000, 65_536, 65_537, 300_000, 1 << 20))
            with open(f'{mnt}/{name}', 'rb', buffering=0) as file:
                expect(len(file.read(count)), count, f'length of {name}')
        elif kind < 0.95:
            count = choice.choice((1, 32, 33, 1000, 65_536))
            with open(f'{mnt}/sized/bytes/{count}', 'rb', buffering=0) as file:
                expect(len(file.read(count + 1)), count, 'length of a sized file')
        else:
            name = choice.choice(('nodes', 'status', 'metrics', 'sized/uuid', 'sized/range/1-100'))
            with open(f'{mnt}/{name}') as file:
                assert file.read(), f'{name} is empty'
    children = []
    for index in range(16):
        child = os.fork()
        if child == 0:
            try:
                choice = random.Random(index)
                for again in range(int(sys.argv[2])):
                    one(choice)
            except BaseException as error:
                print(f'{type(error).__name__}: {error}', file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        children.append(child)
    expect([os.waitpid(child, 0)[1] for child in children], [0] * 16, 'exit statuses')
    """

/// Opens and closes files of every kind so often as `sys.argv[2]` says, without a read or in the middle of one.
private let comingAndGoing = """
    whole = os.open(f'{mnt}/bytes', os.O_RDONLY)
    for again in range(int(sys.argv[2])):
        expect([len(os.read(whole, count)) for count in (1, 32, 100)], [1, 32, 100], 'lengths')
        for name in ('bytes', 'nodes', 'control', 'sized/bytes/1000', 'sized/uuid', f'sized/bytes/{again + 1}'):
            fd = os.open(f'{mnt}/{name}', os.O_RDONLY)
            if again % 3:
                assert os.read(fd, again % 100 + 1), f'nothing in {name}'
            os.close(fd)
        os.stat(f'{mnt}/sized/hex/{again % 1000 + 1}')
    """
