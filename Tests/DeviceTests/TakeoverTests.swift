// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// What a server's end leaves untouched: readers, waiting requests, commands, the wished pool.
    struct Takeover {
        private static let prelude = """
            def server():
                with open(f'{mnt}/status') as file:
                    return int(next(line.split()[1] for line in file if line.startswith('server_pid: ')))

            class Readers:
                \"\"\"Eight readers of mixed sizes, until `end`: no error, no short read, no block twice.\"\"\"
                sizes = [32, 4096, 131072, 1 << 20, 32, 33, 65536, 7]

                def __init__(self):
                    self.stopped, self.faults, self.pieces, self.reads = False, [], [], [0] * 8
                    self.threads = [threading.Thread(target=self.run, args=(index,), daemon=True) for index in range(8)]
                    for thread in self.threads:
                        thread.start()

                def run(self, index):
                    fd, size = os.open(f'{mnt}/bytes', os.O_RDONLY), self.sizes[index]
                    while not self.stopped:
                        try:
                            piece = os.read(fd, size)
                        except OSError as error:
                            self.faults.append((index, str(error)))
                            return
                        if len(piece) != size:
                            self.faults.append((index, len(piece)))
                        if size in (32, 4096):
                            self.pieces.append(piece)
                        self.reads[index] += 1

                def get_on(self):
                    \"\"\"Waits until every reader has read again.\"\"\"
                    before = list(self.reads)
                    wait_for('every reader to get on', lambda: self.faults or all(
                        now > then for now, then in zip(self.reads, before)), 30)

                def end(self):
                    self.stopped = True
                    for thread in self.threads:
                        thread.join(30)
                    expect([thread.is_alive() for thread in self.threads], [False] * 8, 'readers still waiting')
                    expect(self.faults, [], 'faults of readers')
                    expect_distinct(self.pieces, 'readers over takeovers')
            """

        @Test func kill_ofTheServerUnderReaders_isNotNoticed() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    readers, servers = Readers(), set()
                    for _ in range(25):
                        servers.add(server())
                        os.kill(server(), signal.SIGKILL)
                        readers.get_on()
                    readers.end()
                    expect(len(servers), 25, 'servers')
                    """, timeout: 120)
            }
        }

        @Test func stop_ofTheServer_isEndedAndReplaced() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    readers, hung = Readers(), server()
                    os.kill(hung, signal.SIGSTOP)
                    wait_for('another server', lambda: server() != hung)
                    readers.get_on()
                    readers.end()
                    """, timeout: 60)
            }
        }

        @Test func upgrade_underReaders_isNotNoticed() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    readers = Readers()
                    for _ in range(3):
                        old = server()
                        ended = subprocess.run(['alara', 'upgrade', '--at', mnt], capture_output=True, timeout=60)
                        expect((ended.returncode, ended.stderr), (0, b''), 'alara upgrade')
                        assert server() != old
                        readers.get_on()
                    readers.end()
                    """, timeout: 120)
            }
        }

        @Test func waitingReadsAndPolls_outliveTheServer() async throws {
            try await withMountBelowQuorum { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    results, polled = [], []
                    def reader():
                        results.append(os.read(os.open(f'{mnt}/bytes', os.O_RDONLY), 32))
                    def poller():
                        poll = select.poll()
                        poll.register(os.open(f'{mnt}/bytes', os.O_RDONLY), select.POLLIN)
                        polled.append(poll.poll(30000))
                    threads = [threading.Thread(target=reader, daemon=True) for _ in range(50)]
                    threads += [threading.Thread(target=poller, daemon=True) for _ in range(5)]
                    for thread in threads:
                        thread.start()
                    tasks = lambda: [f'/proc/self/task/{name}' for name in os.listdir('/proc/self/task')]
                    wait_for('50 readers to wait', lambda: sum(map(reading, tasks())) >= 50)
                    for _ in range(3):
                        old = server()
                        os.kill(old, signal.SIGKILL)
                        wait_for('another server', lambda: server() != old)
                    expect((len(results), len(polled)), (0, 0), 'reads and polls that ended early')
                    write_control(b'add\\n')
                    for thread in threads:
                        thread.join(30)
                    expect((len(results), len(polled)), (50, 5), 'reads and polls that ended')
                    assert all(polled), 'a poll ran into its limit'
                    expect_distinct(results, 'waiting reads')
                    """, timeout: 120)
            }
        }

        @Test func command_duringTheServersDeath_isAppliedOnce() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    for again in range(25):
                        before = {int(row['ID']) for row in table()}
                        outcome = []
                        def write():
                            outcome.append(error_of(write_control, b'add\\n'))
                        writer, old = threading.Thread(target=write, daemon=True), server()
                        writer.start()
                        select.select([], [], [], again * 0.001)
                        os.kill(old, signal.SIGKILL)
                        writer.join(30)
                        expect(outcome, [None], 'the error of add')
                        added = {int(row['ID']) for row in table()} - before
                        expect(len(added), 1, f'workers added in round {again}')
                        assert min(added) > max(before), 'an id came again'
                        write_control(b'remove %d\\n' % added.pop())
                    """, timeout: 120)
            }
        }

        @Test func wishedPool_outlivesTheServer() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    write_control(b'add kernel\\nremove 1\\nquorum 3\\n')
                    old = server()
                    os.kill(old, signal.SIGKILL)
                    wait_for('another server', lambda: server() != old)
                    wait_for('all workers', lambda: all(row['STATE'] == 'running' for row in table()))
                    expect([(row['ID'], row['SOURCE']) for row in table()],
                           [('2', 'openssl'), ('3', 'openssl'), ('4', 'kernel')], 'the pool')
                    with open(f'{mnt}/status') as file:
                        assert 'quorum: 3\\n' in file
                    write_control(b'add\\n')
                    expect(table()[-1]['ID'], '5', 'the next id')
                    """)
            }
        }

        @Test func openFiles_outliveTheServer() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    whole = os.open(f'{mnt}/sized/hex/16', os.O_RDONLY)
                    begun = os.open(f'{mnt}/sized/hex/16', os.O_RDONLY)
                    first = os.read(begun, 10)
                    old = server()
                    os.kill(old, signal.SIGKILL)
                    expect(len(os.read(whole, 100)), 33, 'bytes of the whole')
                    expect(error_of(os.read, begun, 100), 'ESTALE', 'the rest of a result that is gone')
                    """)
            }
        }

        @Test func kill_ofTheHolder_endsEverythingAndThePlaceCanBeUsedAgain() async throws {
            try await withMount { mount in
                _ = try mount.python(
                    """
                    \(Self.prelude)
                    with open(f'{mnt}/status') as file:
                        holder = int(next(line.split()[1] for line in file if line.startswith('holder_pid: ')))
                    processes = [server()] + [int(row['PID']) for row in table()]
                    fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                    os.kill(holder, signal.SIGKILL)
                    def gone(pid):
                        try:
                            with open(f'/proc/{pid}/stat') as file:
                                return file.read().rsplit(')')[1].split()[0] in 'ZX'
                        except (FileNotFoundError, ProcessLookupError):
                            return True
                    wait_for('server and workers to be gone', lambda: all(map(gone, processes)))
                    assert error_of(os.read, fd, 32) in ('ECONNABORTED', 'ENOTCONN'), error_of(os.read, fd, 32)
                    os.close(fd)
                    subprocess.run(['alara', 'unmount', mnt], timeout=30)
                    subprocess.run(['alara', 'mount', '--background', mnt], check=True, timeout=30)
                    with open(f'{mnt}/bytes', 'rb', buffering=0) as file:
                        expect(len(file.read(32)), 32, 'bytes of the next mount')
                    subprocess.run(['alara', 'unmount', mnt], check=True, timeout=30)
                    """)
            }
        }
    }
}
