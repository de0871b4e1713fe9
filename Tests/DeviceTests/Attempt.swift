// SPDX-License-Identifier: Apache-2.0

import Testing

/// A system call that a worker must not be able to make.
struct Attempt: Sendable, CustomTestStringConvertible {
    let name: String
    /// The numbers of the call on x86-64 and on aarch64 and its arguments, in Python.
    let arguments: String

    var testDescription: String { name }

    static let all = [
        // AT_FDCWD and a null path: the filter looks at the number alone.
        Attempt(name: "open a file", arguments: "257, 56, -100, 0, 0"),
        Attempt(name: "make a socket", arguments: "41, 198, 2, 1, 0"),
        Attempt(name: "fork", arguments: "56, 220, 17, 0, 0"),
        Attempt(name: "run a program", arguments: "59, 221, 0, 0, 0"),
        Attempt(name: "map memory", arguments: "9, 222, 0, 4096, 1"),
        Attempt(name: "read another's memory", arguments: "310, 270, 1, 0, 0"),
        Attempt(name: "trace a process", arguments: "101, 117, 0, 0, 0"),
        Attempt(name: "signal a process", arguments: "62, 129, 1, 0, 0"),
        // FUTEX_REQUEUE.
        Attempt(name: "use a futex otherwise than to wait and wake", arguments: "202, 98, 0, 3, 0"),
    ]
}

/// Stops the process `sys.argv[2]` where a system call has just been made, makes it enter the one of `sys.argv[3]`
/// instead, and expects that it dies of SIGSYS.
let attemptByPtrace = """
    pid = int(sys.argv[2])
    numbers = [int(word) for word in sys.argv[3].split(',')]
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    PEEKTEXT, CONTINUE, ATTACH, DETACH, GETREGSET, SETREGSET = 1, 7, 16, 17, 0x4204, 0x4205
    PRSTATUS, WALL = 1, 0x40000000
    # Where in the register set: the call's number, its first three arguments, the program counter.
    if platform.machine() == 'x86_64':
        count, number, first, pc, call, length = 27, (10, numbers[0]), (14, 13, 12), 16, 0x050f, 2
    else:
        count, number, first, pc, call, length = 34, (8, numbers[1]), (0, 1, 2), 32, 0xd4000001, 4

    def ptrace(request, address=None, data=None):
        ctypes.set_errno(0)
        result = libc.ptrace(request, pid, address, data)
        assert ctypes.get_errno() == 0, f'ptrace {request}: {os.strerror(ctypes.get_errno())}'
        return result
    class Vector(ctypes.Structure):
        _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
    registers = (ctypes.c_ulonglong * count)()
    vector = Vector(ctypes.addressof(registers), ctypes.sizeof(registers))
    def is_call(address):
        word = ptrace(PEEKTEXT, address) & 0xffffffffffffffff
        return word & ((1 << 8 * length) - 1) == call

    def stopped_in_a_call():
        ptrace(ATTACH)
        os.waitpid(pid, WALL)
        ptrace(GETREGSET, PRSTATUS, ctypes.addressof(vector))
        for back in (length, 0):
            if is_call(registers[pc] - back):
                registers[pc] -= back
                return True
        ptrace(DETACH)
        return False
    wait_for('the worker to be stopped in a system call', stopped_in_a_call)
    registers[number[0]] = number[1]
    for index, value in zip(first, numbers[2:]):
        registers[index] = value & 0xffffffffffffffff
    if platform.machine() == 'x86_64':
        registers[15] = 0xffffffffffffffff    # orig_rax: no restart of the interrupted call
    ptrace(SETREGSET, PRSTATUS, ctypes.addressof(vector))
    def survived(*_):
        sys.exit('the worker made the call and lived on')
    signal.signal(signal.SIGALRM, survived)
    signal.alarm(5)
    ptrace(CONTINUE)
    while True:
        ended = os.waitpid(pid, WALL)[1]
        if not os.WIFSTOPPED(ended):
            break
        ptrace(CONTINUE, None, os.WSTOPSIG(ended))
    assert os.WIFSIGNALED(ended), f'the worker exited with {os.WEXITSTATUS(ended)}'
    expect(signal.Signals(os.WTERMSIG(ended)).name, 'SIGSYS', 'what the worker died of')
    assert not os.WCOREDUMP(ended), 'the worker left a core'
    """
