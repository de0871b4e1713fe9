// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What these tests cannot run without. What is missing fails a test in words; nothing is skipped.
enum Prerequisites {
    /// Throws unless this is root on a machine with FUSE.
    static func requireRootAndFUSE() throws {
        guard geteuid() == 0 else {
            throw Failure("these tests mount, kill and change users: run them as root")
        }
        guard access("/dev/fuse", R_OK | W_OK) == 0 else {
            throw Failure("no usable /dev/fuse: load the fuse module, or give the container --device /dev/fuse")
        }
    }

    /// Throws unless `program` can be run; the message names the Debian package it is in.
    static func require(_ program: String, package: String) throws {
        guard access(program, X_OK) == 0 else {
            throw Failure("\(program) is missing: apt-get install \(package)")
        }
    }
}
