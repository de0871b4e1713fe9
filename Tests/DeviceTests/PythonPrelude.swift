// SPDX-License-Identifier: Apache-2.0

/// What every Python script of these tests begins with.
let pythonPrelude = #"""
    import ctypes, errno, mmap, os, platform, select, signal, struct, subprocess, sys, threading, time

    mnt = sys.argv[1] if len(sys.argv) > 1 else None

    def wait_for(what, probe, seconds=10):
        deadline = time.monotonic() + seconds
        while True:
            found = probe()
            if found:
                return found
            assert time.monotonic() < deadline, f'waited {seconds} s in vain for {what}'
            select.select([], [], [], 0.005)

    def error_of(call, *arguments):
        """The name of the errno that the call fails with, or None."""
        try:
            call(*arguments)
        except OSError as error:
            return errno.errorcode[error.errno]
        return None

    def expect(found, wanted, what):
        assert found == wanted, f'{what}: {found!r} instead of {wanted!r}'

    READS = {'x86_64': (0, 17), 'aarch64': (63, 67)}[platform.machine()]

    def reading(task):
        """Whether a task (a folder of /proc) sleeps in read or pread."""
        try:
            with open(f'{task}/syscall') as file:
                words = file.read().split()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return words[0].isdigit() and int(words[0]) in READS

    def write_control(line):
        fd = os.open(f'{mnt}/control', os.O_WRONLY)
        try:
            return os.write(fd, line)
        finally:
            os.close(fd)

    def expect_distinct(pieces, what):
        """No block of 32 bytes comes twice, and none is all zeros."""
        seen = {bytes(32)}
        for piece in pieces:
            for start in range(0, len(piece) - 31, 32):
                block = piece[start:start + 32]
                assert block not in seen, f'{what}: a block of zeros, or one that came before'
                seen.add(block)

    def table():
        with open(f'{mnt}/nodes') as file:
            lines = file.read().splitlines()
        keys = lines[0].split()
        return [dict(zip(keys, line.split())) for line in lines[1:]]

    def status():
        with open(f'{mnt}/status') as file:
            return dict(line.rstrip('\n').split(': ', 1) for line in file if ': ' in line)


    """#
