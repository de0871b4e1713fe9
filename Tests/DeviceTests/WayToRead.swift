// SPDX-License-Identifier: Apache-2.0

import Testing

/// A way to get at a file's bytes: a Python function `draw`, which gives what it got in pieces of whole blocks.
///
/// It finds the open file `bytes` as `fd` and a second open as `other`. To get nothing is allowed where /dev/urandom would
/// give bytes, as size 0 makes splice, sendfile and mmap see the end of the file; to get the same again never is.
struct WayToRead: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String

    var testDescription: String { name }

    private init(_ name: String, _ script: String) {
        self.name = name
        self.script = script
    }

    static let all = [
        WayToRead(
            "two opens",
            """
            def draw():
                return [os.pread(fd, 8192, 0), os.pread(other, 8192, 0)]
            """),
        WayToRead(
            "two reopenings of an O_PATH",
            """
            path = os.open(f'{mnt}/bytes', os.O_PATH)
            def draw():
                again = [os.open(f'/proc/self/fd/{path}', os.O_RDONLY) for _ in range(2)]
                pieces = [os.pread(one, 8192, 0) for one in again]
                expect([len(piece) for piece in pieces], [8192, 8192], 'lengths')
                return pieces
            """),
        WayToRead(
            "dup",
            """
            copy = os.dup(fd)
            def draw():
                return [os.pread(fd, 8192, 0), os.pread(copy, 8192, 0), os.read(copy, 8192)]
            """),
        WayToRead(
            "fork",
            """
            def draw():
                ours, theirs = os.pipe()
                child = os.fork()
                piece = os.read(fd, 8192)
                if child == 0:
                    os.write(theirs, piece)
                    os._exit(0)
                os.waitpid(child, 0)
                return [piece, os.read(ours, 8192)]
            """),
        WayToRead(
            "splice",
            """
            def draw():
                pieces = []
                for descriptor in (fd, other, fd):
                    ours, theirs = os.pipe()
                    try:
                        count = os.splice(descriptor, theirs, 8192, offset_src=0)
                    except OSError:
                        count = 0
                    pieces.append(os.read(ours, count) if count else b'')
                return pieces
            """),
        WayToRead(
            "sendfile",
            """
            def draw():
                target = os.memfd_create('target')
                for descriptor in (fd, other, fd):
                    try:
                        os.sendfile(target, descriptor, 0, 8192)
                    except OSError:
                        pass
                size = os.fstat(target).st_size
                return [os.pread(target, 8192, start) for start in range(0, size, 8192)]
            """),
        WayToRead(
            "copy_file_range",
            """
            def draw():
                target = os.open('/tmp', os.O_TMPFILE | os.O_RDWR)
                for start, descriptor in ((0, fd), (8192, other), (16384, fd)):
                    try:
                        os.copy_file_range(descriptor, target, 8192, 0, start)
                    except OSError:
                        pass
                size = os.fstat(target).st_size
                return [os.pread(target, 8192, start) for start in range(0, size, 8192)]
            """),
        WayToRead("a private mmap", mapping("MAP_PRIVATE")),
        WayToRead("a shared mmap", mapping("MAP_SHARED")),
        WayToRead("aio", asynchronous),
    ]

    /// Maps the file and reads the mapping in a child, which may die of SIGBUS.
    private static func mapping(_ kind: String) -> String {
        """
        libc = ctypes.CDLL(None)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
        def mapped(descriptor):
            address = libc.mmap(None, 4096, mmap.PROT_READ, mmap.\(kind), descriptor, 0)
            if address == ctypes.c_void_p(-1).value:
                return b''
            ours, theirs = os.pipe()
            child = os.fork()
            if child == 0:
                os.write(theirs, ctypes.string_at(address, 4096))
                os._exit(0)
            os.close(theirs)
            piece = os.read(ours, 4096)
            ended = os.waitpid(child, 0)[1]
            assert ended == 0 or os.WTERMSIG(ended) == signal.SIGBUS, f'the reader of the mapping ended with {ended}'
            return piece
        def draw():
            return [mapped(descriptor) for descriptor in (fd, other, fd)]
        """
    }

    /// The kernel's asynchronous reads, io_submit(2), at offset 0 each.
    private static let asynchronous = """
        SETUP, SUBMIT, GETEVENTS = {'x86_64': (206, 209, 208), 'aarch64': (0, 2, 4)}[platform.machine()]
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long
        context = ctypes.c_ulong(0)
        expect(libc.syscall(SETUP, 8, ctypes.byref(context)), 0, 'io_setup')
        def asynchronously(descriptor):
            buffer = ctypes.create_string_buffer(8192)
            block = ctypes.create_string_buffer(struct.pack(
                '<QIIHhIQQqQII', 0, 0, 0, 0, 0, descriptor, ctypes.addressof(buffer), 8192, 0, 0, 0, 0))
            blocks = (ctypes.c_void_p * 1)(ctypes.addressof(block))
            if libc.syscall(SUBMIT, context, ctypes.c_long(1), blocks) != 1:
                return b''
            events = (ctypes.c_longlong * 4)()
            limit = struct.pack('<qq', 5, 0)
            done = libc.syscall(GETEVENTS, context, ctypes.c_long(1), ctypes.c_long(1), events, limit)
            expect(done, 1, 'finished reads')
            return buffer.raw[:max(0, events[2])]
        def draw():
            return [asynchronously(descriptor) for descriptor in (fd, other, fd)]
        """
}
