// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// Runs `body` while four processes read `bytes` and `sized/` in all kinds of sizes; a short read or an error of any of
/// them is a failure.
func withReaders(of mount: Mount, _ body: () async throws -> Void) async throws {
    let stop = "\(mount.directory)/stop-readers"
    let started = "\(mount.directory)/readers-started"
    unlink(stop)
    unlink(started)
    let readers = try Child(
        "/usr/bin/python3", ["-B", "-c", pythonPrelude + readingLoop, mount.path, stop, started],
        environment: childEnvironment(), leadsGroup: true)
    defer {
        readers.signal(SIGKILL)
        _ = try? readers.wait("the killed readers", within: 10)
    }
    try wait(for: "the readers to start") { access(started, F_OK) == 0 }
    try await body()
    close(open(stop, O_CREAT | O_WRONLY, 0o600))
    let exit = try readers.wait("the readers, which were told to stop", within: 30)
    #expect(exit == .status(0), "a reader failed: \(readers.errors.text.suffix(4000))")
}

/// Each process reads until the file `sys.argv[2]` exists; `sys.argv[3]` is made when all of them have read once.
private let readingLoop = """
    def loop(started):
        fd = os.open(f'{mnt}/bytes', os.O_RDONLY)
        sizes = [1, 32, 33, 4096, 100, 65536, 32, 1 << 20, 5000, 17, 300_000]
        count = 0
        while not os.path.exists(sys.argv[2]):
            for size in sizes:
                expect(len(os.read(fd, size)), size, f'length of read {count}')
                count += 1
            with open(f'{mnt}/sized/bytes/1000', 'rb', buffering=0) as file:
                expect(len(file.read(1000)), 1000, 'length of a sized file')
            if started is not None:
                os.write(started, b'x')
                started = None

    ours, theirs = os.pipe()
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            try:
                loop(theirs)
            except BaseException as error:
                print(f'{type(error).__name__}: {error}', file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        children.append(child)
    os.close(theirs)
    for _ in children:
        assert os.read(ours, 1), 'a reader ended before it had read once'
    with open(sys.argv[3], 'w'):
        pass
    expect([os.waitpid(child, 0)[1] for child in children], [0] * 4, 'exit statuses')
    """
