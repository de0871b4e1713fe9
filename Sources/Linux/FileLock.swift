// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension FileDescriptor {
    /// Takes the file's one lock, flock(2), until the descriptor is closed. Does not wait.
    /// - Throws: EAGAIN while another open file has it.
    public func lock() throws(Errno) { try checkedErrno(flock(rawValue, LOCK_EX | LOCK_NB)) }
}
