// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// Programs that read files read `bytes` as they read /dev/urandom.
    @Suite(.sharedMount(workers: 3))
    struct ReadingBytes {
        @Test(arguments: [0, 1, 31, 32, 33, 4095, 4096, 4097, 65_536, 1_048_577, 20_000_000])
        func head_ofAnyLength_givesExactlyThatMany(count: Int) throws {
            #expect(try Mount.shared.run("head -c \(count) $MNT/bytes | wc -c") == "\(count)")
        }

        @Test func cat_intoHead_endsWithoutComplaint() throws {
            let outcome = try Mount.shared.outcome("cat $MNT/bytes | head -c 300000 | wc -c")
            #expect(outcome.text == "300000")
            #expect(outcome.errors == "")
        }

        @Test(arguments: [
            ("bs=1M count=16", "16+0", 16 << 20), ("bs=1 count=65", "65+0", 65), ("bs=33 count=1000", "1000+0", 33000),
            ("bs=4k skip=3 count=2", "2+0", 8192), ("bs=4k count=5 iflag=direct", "5+0", 20480),
        ])
        func dd_inBlocks_getsEveryBlockFull(operands: String, records: String, size: Int) throws {
            let mount = try Mount.shared
            let script = "dd if=$MNT/bytes of=$DIR/dd \(operands) && stat -c %s $DIR/dd"
            let outcome = try mount.outcome(script).checked(script)
            // With skip= dd says besides that it cannot tell, of a regular file of size 0, whether it skipped.
            #expect(outcome.errorLines.contains("\(records) records in"))
            #expect(outcome.text == "\(size)")
        }

        @Test func od_dumpsWhatItIsAskedFor() throws {
            #expect(try Mount.shared.run("od -An -v -tx1 -N 1000 $MNT/bytes | wc -w") == "1000")
        }

        @Test func shuf_withBytesAsRandomSource_permutes() throws {
            try Mount.shared.run(
                """
                set -e
                shuf --random-source=$MNT/bytes -i 1-5000 >$DIR/one
                shuf --random-source=$MNT/bytes -i 1-5000 >$DIR/two
                ! cmp -s $DIR/one $DIR/two
                sort -n $DIR/one | cmp - <(seq 5000)
                sort -n $DIR/two | cmp - <(seq 5000)
                """)
        }

        @Test func python_bufferedAndNot_getsTheWholeCount() throws {
            try Mount.shared.python(
                """
                for buffering in (-1, 0):
                    for count in (0, 1, 31, 32, 33, 4096, 8191, 65537, 1 << 20, (1 << 20) + 1, 5_000_001):
                        with open(f'{mnt}/bytes', 'rb', buffering=buffering) as file:
                            for again in range(3):
                                expect(len(file.read(count)), count, f'length with buffering {buffering}')
                            into = bytearray(count)
                            expect(file.readinto(into), count, f'readinto with buffering {buffering}')
                """)
        }

        @Test func pread_atAnyOffset_succeedsAsOnURandom() throws {
            try Mount.shared.python(
                """
                for path in ('/dev/urandom', f'{mnt}/bytes'):
                    fd = os.open(path, os.O_RDONLY)
                    for offset in (0, 1, 31, 4096, 1 << 31, 1 << 40, 1 << 62):
                        for count in (1, 32, 100, 70000):
                            expect(len(os.pread(fd, count, offset)), count, f'{path}: pread at {offset}')
                    expect(os.preadv(fd, [bytearray(10), bytearray(5000)], 7), 5010, f'{path}: preadv')
                    expect(os.readv(fd, [bytearray(1), bytearray(4096)]), 4097, f'{path}: readv')
                    expect(error_of(os.pread, fd, 1, -1), 'EINVAL', f'{path}: pread at -1')
                """)
        }

        @Test func lseek_anywhere_succeedsAndReadingGoesOn() throws {
            try Mount.shared.python(
                """
                for path in ('/dev/urandom', f'{mnt}/bytes'):
                    fd = os.open(path, os.O_RDONLY)
                    for how in (os.SEEK_SET, os.SEEK_CUR, os.SEEK_END):
                        for offset in (0, 12345):
                            expect(error_of(os.lseek, fd, offset, how), None, f'{path}: lseek {how}')
                            expect(len(os.read(fd, 1000)), 1000, f'{path}: read after lseek {how}')
                with open(f'{mnt}/bytes', 'rb') as file:
                    file.seek(1 << 40)
                    expect(len(file.read(10)), 10, 'read after seek')
                """)
        }

        @Test func manyThreads_onOneDescriptor_eachGetTheirOwn() throws {
            try Mount.shared.python(
                """
                from concurrent.futures import ThreadPoolExecutor
                fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                with ThreadPoolExecutor(8) as pool:
                    pieces = list(pool.map(lambda _: os.pread(fd, 96, 0), range(2000)))
                expect({len(piece) for piece in pieces}, {96}, 'lengths')
                expect(len(set(pieces)), 2000, 'different pieces')
                """)
        }

        @Test func stat_showsAnEmptyRegularFileOfBlocksOf4096() throws {
            #expect(try Mount.shared.run("stat -c '%F|%s|%o' $MNT/bytes") == "regular empty file|0|4096")
            #expect(try Mount.shared.run("stat -c '%F|%s|%o' $MNT/bits") == "regular empty file|0|4096")
        }

        @Test func poll_whenReady_saysReadableAtOnce() throws {
            try Mount.shared.python(
                """
                fd = os.open(f'{mnt}/bytes', os.O_RDONLY | os.O_NONBLOCK)
                poller = select.poll()
                poller.register(fd, select.POLLIN)
                assert poller.poll(5000)[0][1] & select.POLLIN, 'poll'
                assert select.select([fd], [], [], 5)[0], 'select'
                epoll = select.epoll()
                epoll.register(fd, select.EPOLLIN)
                assert epoll.poll(5), 'epoll'
                expect(len(os.read(fd, 100000)), 100000, 'a non-blocking read')
                """)
        }

        @Test func bits_areNothingButZerosAndOnes() throws {
            try Mount.shared.python(
                """
                with open(f'{mnt}/bits', 'rb', buffering=0) as file:
                    for count in (1, 7, 8, 9, 255, 256, 257, 4096, 1 << 20):
                        digits = file.read(count)
                        expect(len(digits), count, 'length')
                        expect(digits.strip(b'01'), b'', 'what is neither 0 nor 1')
                ones = digits.count(b'1')
                # Six standard deviations of 512.
                assert abs(ones - (1 << 19)) < 6 * 512, f'{ones} ones in {count}'
                """)
        }

        @Test func statfs_answers() throws {
            try Mount.shared.run("stat -f $MNT && df $MNT && df -i $MNT")
        }
    }
}
