// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

extension Device {
    /// With fewer contributions than the quorum nothing is read, and nothing fails: one worker runs, one waits for the
    /// writer of a FIFO, and the quorum is 2.
    @Suite struct BelowQuorum {
        @Test func status_showsWhatIsMissing() async throws {
            try await withMountBelowQuorum { mount in
                let status = try mount.status()
                #expect(status["state"] == "waiting-for-quorum")
                #expect(status["quorum"] == "2")
                #expect(status["workers"] == "2")
                #expect(status["contributing"] == "1")
                #expect(try mount.nodes().map(\.state) == ["running", "waiting"])
                #expect(try mount.nodes().last?.source == "file:\(mount.directory)/fifo")
            }
        }

        @Test(arguments: ["bytes", "bits", "sized/bytes/32", "sized/uuid", "sized/int/64"])
        func read_whenBlocking_waitsAndCtrlCEndsIt(file: String) async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    reader = subprocess.Popen(['head', '-c', '32', f'{mnt}/{sys.argv[2]}'], stdout=subprocess.PIPE)
                    wait_for('the reader to sleep in read', lambda: reading(f'/proc/{reader.pid}'))
                    expect(select.select([reader.stdout], [], [], 0.3)[0], [], 'output below the quorum')
                    expect(reader.poll(), None, 'the end of the reader')
                    reader.send_signal(signal.SIGINT)
                    expect(reader.wait(timeout=3), -signal.SIGINT, 'how SIGINT ended it')
                    expect(reader.stdout.read(), b'', 'output of the interrupted reader')
                    """, [file])
                #expect(try mount.status()["state"] == "waiting-for-quorum")
            }
        }

        @Test func read_whenInterruptedByAHandledSignal_isEINTR() async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    class Interrupted(Exception):
                        pass
                    def handler(*_):
                        raise Interrupted
                    signal.signal(signal.SIGALRM, handler)
                    fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
                    for count in (1, 32, 1 << 20):
                        signal.setitimer(signal.ITIMER_REAL, 0.1)
                        before = time.monotonic()
                        try:
                            os.read(fd, count)
                            assert False, 'a read below the quorum returned'
                        except Interrupted:
                            assert time.monotonic() - before < 2, 'the signal ended the read too late'
                    """)
            }
        }

        @Test func read_whenKilled_endsAtOnce() async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    reader = subprocess.Popen(['cat', f'{mnt}/bytes'], stdout=subprocess.DEVNULL)
                    wait_for('the reader to sleep in read', lambda: reading(f'/proc/{reader.pid}'))
                    reader.kill()
                    expect(reader.wait(timeout=3), -signal.SIGKILL, 'how SIGKILL ended it')
                    """)
            }
        }

        @Test(arguments: ["bytes", "bits", "sized/bytes/32"])
        func read_whenNonBlocking_isEAGAIN(file: String) async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    fd = os.open(f'{mnt}/{sys.argv[2]}', os.O_RDONLY | os.O_NONBLOCK)
                    for count in (1, 32, 65536, 1 << 20):
                        expect(error_of(os.read, fd, count), 'EAGAIN', f'a read of {count}')
                    """, [file])
            }
        }

        @Test func poll_waitsAndWakesWhenTheQuorumStands() async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    fds = [os.open(f'{mnt}/{name}', os.O_RDONLY | os.O_NONBLOCK) for name in ('bytes', 'bits')]
                    for fd in fds:
                        poller = select.poll()
                        poller.register(fd, select.POLLIN)
                        epoll = select.epoll()
                        epoll.register(fd, select.EPOLLIN)
                        expect(poller.poll(0), [], 'poll without a wait')
                        expect(poller.poll(300), [], 'poll below the quorum')
                        expect(epoll.poll(0.1), [], 'epoll below the quorum')
                        expect(select.select([fd], [], [], 0.1)[0], [], 'select below the quorum')
                    results = {}
                    def waiter(index, fd):
                        poller = select.poll()
                        poller.register(fd, select.POLLIN)
                        results[index] = poller.poll(10_000)
                    waiters = [threading.Thread(target=waiter, args=(i, fd)) for i, fd in enumerate(fds * 3)]
                    for thread in waiters:
                        thread.start()
                    write_control(b'add\\n')
                    for thread in waiters:
                        thread.join()
                    for index, events in results.items():
                        assert events and events[0][1] & select.POLLIN, f'poller {index} was not woken: {events}'
                    assert epoll.poll(5), 'epoll was not woken'
                    for fd in fds:
                        expect(len(os.read(fd, 1000)), 1000, 'a non-blocking read above the quorum')
                    """)
            }
        }

        @Test func add_releasesAWaitingReader() async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    reader = subprocess.Popen(['head', '-c', '100000', f'{mnt}/bytes'], stdout=subprocess.PIPE)
                    wait_for('the reader to sleep in read', lambda: reading(f'/proc/{reader.pid}'))
                    write_control(b'add\\n')
                    expect(len(reader.communicate(timeout=10)[0]), 100000, 'what it read')
                    expect(reader.returncode, 0, 'its exit status')
                    """)
                #expect(try mount.status()["state"] == "ready")
            }
        }

        @Test func writerOfTheFIFO_releasesAWaitingReader() async throws {
            try await withMountBelowQuorum { mount in
                try mount.python(
                    """
                    reader = subprocess.Popen(['head', '-c', '1000', f'{mnt}/bytes'], stdout=subprocess.PIPE)
                    wait_for('the reader to sleep in read', lambda: reading(f'/proc/{reader.pid}'))
                    with open(f'{os.path.dirname(mnt)}/fifo', 'wb') as fifo:
                        source = subprocess.Popen(['cat', '/dev/urandom'], stdout=fifo, stderr=subprocess.DEVNULL)
                    try:
                        expect(len(reader.communicate(timeout=20)[0]), 1000, 'what it read')
                    finally:
                        source.kill()
                        source.wait()
                    # That the writer has gone is seen when more is asked for than is left in the FIFO.
                    fd = os.open(f'{mnt}/bytes', os.O_RDONLY | os.O_NONBLOCK)
                    def waiting():
                        error_of(os.read, fd, 65536)
                        return status()['state'] == 'waiting-for-quorum'
                    wait_for('the worker to wait again', waiting)
                    expect(error_of(os.read, fd, 65536), 'EAGAIN', 'reading without a writer')
                    expect([worker['RESTARTS'] for worker in table()], ['0', '0'], 'restarts')
                    """)
            }
        }

        @Test func files_answerAtOnceWhileAThousandReadsWait() async throws {
            try await withMountBelowQuorum { mount in
                let server = try mount.serverPID
                let memory = try Processes.residentKiB(server)
                let report = try mount.python(thousandReads, timeout: 120)
                let words = report.split(separator: " ").compactMap { Int($0) }
                #expect(words.count == 2)
                #expect(words[0] < 64, "a waiting read holds no thread, but the server has \(words[0])")
                #expect(words[1] - memory < 16 * 1024, "1,000 waiting reads took \(words[1] - memory) KiB")
                #expect(try mount.serverPID == server)
            }
        }

        @Test func quorumOfTheWholePool_waitsForTheLastWorker() async throws {
            let directory = try TemporaryDirectory()
            defer { directory.remove() }
            let options = MountOptions(
                workers: 3, quorum: 4, sources: ["file:\(try directory.makeFIFO("fifo"))"],
                state: "waiting-for-quorum")
            try await withMount(options, in: directory) { mount in
                try mount.python(
                    """
                    wait_for('three workers to run', lambda: status()['contributing'] == '3')
                    fd = os.open(f'{mnt}/bytes', os.O_RDONLY | os.O_NONBLOCK)
                    expect(error_of(os.read, fd, 32), 'EAGAIN', 'three of four')
                    write_control(b'add\\n')
                    expect(len(os.read(fd, 32)), 32, 'four contributions')
                    """)
            }
        }
    }
}

/// 1,000 threads read at once; the other files must answer meanwhile. Prints the server's threads and its memory in KiB
/// while all of them wait.
private let thousandReads = """
    threading.stack_size(64 * 1024)
    fds = [os.open(f'{mnt}/bytes', os.O_RDONLY) for _ in range(1000)]
    pieces = [None] * 1000
    def reader(index):
        pieces[index] = os.read(fds[index], 4096)
    threads = [threading.Thread(target=reader, args=(index,), daemon=True) for index in range(1000)]
    for thread in threads:
        thread.start()
    def waiting():
        return sum(reading(f'/proc/self/task/{task}') for task in os.listdir('/proc/self/task'))
    wait_for('1,000 threads to sleep in read', lambda: waiting() >= 1000, 60)

    def timed(what, call):
        before = time.monotonic()
        result = call()
        took = time.monotonic() - before
        assert took < 1, f'{what} took {took} s'
        return result
    for again in range(3):
        expect(len(timed('nodes', table)), 2, 'workers')
        expect(timed('status', status)['state'], 'waiting-for-quorum', 'state')
        timed('control', lambda: write_control(b'help\\n'))
        with open(f'{mnt}/control') as file:
            timed('reading control', file.read)
        timed('ls', lambda: os.listdir(mnt))
    server = {}
    with open(f"/proc/{status()['server_pid']}/status") as file:
        server = dict(line.split(':', 1) for line in file)
    expect([piece for piece in pieces if piece is not None], [], 'what was read below the quorum')

    write_control(b'add\\n')
    deadline = time.monotonic() + 30
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    expect(sum(thread.is_alive() for thread in threads), 0, 'readers that were not released')
    expect({len(piece) for piece in pieces}, {4096}, 'lengths')
    expect_distinct(pieces, 'the released readers')
    print(int(server['Threads']), int(server['VmRSS'].split()[0]))
    """
