// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// No block is handed out twice, whichever way it is asked for.
    @Suite(.sharedMount(workers: 3))
    struct Duplicates {
        @Test func twoReaders_atOnce_shareNoBlock() throws {
            try Mount.shared.python(
                """
                def reader():
                    fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                    for size in (1 << 20, 65536, 4096, 32):
                        for again in range(min(2000, (4 << 20) // size)):
                            sys.stdout.buffer.write(os.read(fd, size))
                if len(sys.argv) > 2:
                    reader()
                    sys.exit()
                with open('/proc/self/cmdline', 'rb') as file:
                    command = file.read().split(b'\\0')[:-1]
                readers = [subprocess.Popen(command + [b'child'], stdout=subprocess.PIPE) for _ in range(2)]
                outputs = [None, None]
                def collect(index):
                    outputs[index] = readers[index].communicate()[0]
                collectors = [threading.Thread(target=collect, args=(index,)) for index in range(2)]
                for collector in collectors:
                    collector.start()
                for collector in collectors:
                    collector.join()
                expect([reader.returncode for reader in readers], [0, 0], 'exit statuses')
                assert min(map(len, outputs)) > 12_000_000, 'the readers read too little'
                expect_distinct(outputs, 'two readers')
                """, timeout: 120)
        }

        @Test func oneSmallRead_neverGetsTheRestOfAnother() throws {
            try Mount.shared.python(
                """
                fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                pieces = [os.read(fd, 16) for _ in range(20000)]
                expect(len(set(pieces)), len(pieces), 'different pieces of 16 bytes')
                """)
        }

        @Test(arguments: WayToRead.all)
        func block_gotByAnyWay_isNeverGotAgain(way: WayToRead) throws {
            try Mount.shared.python(
                """
                fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                other = os.open(f'{mnt}/bytes', os.O_RDONLY)
                pieces = [os.read(fd, 4096), os.pread(fd, 4096, 0)]


                \(way.script)
                for again in range(3):
                    pieces += draw()
                    pieces += [os.read(fd, 4096), os.pread(fd, 4096, 0), os.read(other, 4096)]
                expect_distinct(pieces, sys.argv[2])
                """, [way.name])
        }

        @Test func sizedFile_reopenedByItsOPATH_neverGivesTheSame() throws {
            try Mount.shared.python(
                """
                path = os.open(f'{mnt}/sized/bytes/4096', os.O_PATH)
                seen = []
                for again in range(3):
                    try:
                        fd = os.open(f'/proc/self/fd/{path}', os.O_RDONLY)
                    except OSError as error:
                        expect(errno.errorcode[error.errno], 'ESTALE', 'reopening')
                        continue
                    seen.append(os.read(fd, 4096))
                assert seen, 'it could not be opened once'
                expect({len(piece) for piece in seen}, {4096}, 'lengths')
                expect(len(set(seen)), len(seen), 'different results')
                """)
        }
    }
}
