// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// What is kept ahead while a burst of small reads lasts.
    struct WindowOfBursts {
        private static let prelude = """
            def ahead():
                with open(f'{mnt}/metrics') as file:
                    return int(next(line.split()[1] for line in file if line.startswith('alara_bytes_ahead ')))
            """

        @Test func burst_ofSixteenReadersWithADeathAndAPause_givesNoBlockTwice() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    pieces = [[] for _ in range(16)]
                    def reader(index, count):
                        fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                        for _ in range(count):
                            pieces[index].append(os.read(fd, 32))
                        os.close(fd)
                    def burst(count, meanwhile=lambda: None):
                        readers = [threading.Thread(target=reader, args=(index, count)) for index in range(16)]
                        for each in readers:
                            each.start()
                        meanwhile()
                        for each in readers:
                            each.join()
                    def death():
                        wait_for('bytes ahead', ahead)
                        os.kill(int(table()[1]['PID']), signal.SIGKILL)
                    burst(400, death)
                    wait_for('the window to be wiped', lambda: ahead() == 0)
                    wait_for('the worker to be back', lambda: all(row['STATE'] == 'running' for row in table()))
                    burst(400)
                    expect([len(each) for each in pieces], [800] * 16, 'reads')
                    expect_distinct([piece for each in pieces for piece in each], 'a burst')
                    """)
            }
        }

        /// Reads of one segment take less than was asked ahead of them.
        @Test func largeReads_ofAllSizesInARow_leaveNothingBehind() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    fd, pieces = os.open(f'{mnt}/bytes', os.O_RDONLY), []
                    for size in (8192, 32768, 65536, 65537, 131072, 200000, 1 << 20, 8192, 1 << 20):
                        for again in range(10):
                            piece = os.read(fd, size)
                            expect(len(piece), size, 'bytes of a read')
                            pieces.append(piece)
                    expect_distinct(pieces, 'large reads')
                    expect([row['RESTARTS'] for row in table()], ['0', '0', '0'], 'restarts')
                    expect(len({row['BYTES'] for row in table()}), 1, 'different contributions')
                    wait_for('what was asked ahead to be wiped', lambda: ahead() == 0)
                    """)
            }
        }

        @Test func singleRead_keepsNothingAhead() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    with open(f'{mnt}/bytes', 'rb', buffering=0) as file:
                        file.read(32)
                    expect(ahead(), 0, 'bytes ahead')
                    """)
            }
        }

        @Test func newWorker_isInTheNextBlock() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                    def bytes_ahead():
                        os.read(fd, 32)
                        os.read(fd, 32)
                        return ahead()
                    wait_for('bytes ahead', bytes_ahead)
                    write_control(b'add\\n')
                    os.read(fd, 32)
                    assert int(table()[3]['BYTES']) >= 32, table()
                    """)
            }
        }
    }
}
