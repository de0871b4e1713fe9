// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Linux

/// Error numbers and the gates that make them.
struct ErrnoTests {
    @Test(arguments: [
        (Errno.noSuchFile, ENOENT, "No such file or directory"), (.notPermitted, EPERM, "Operation not permitted"),
        (.inputOutput, EIO, "Input/output error"), (.again, EAGAIN, "Resource temporarily unavailable"),
        (.busy, EBUSY, "Device or resource busy"), (.invalid, EINVAL, "Invalid argument"),
        (.noSpace, ENOSPC, "No space left on device"), (.noBuffers, ENOBUFS, "No buffer space available"),
        (.stale, ESTALE, "Stale file handle"), (.interrupted, EINTR, "Interrupted system call"),
    ])
    func description_isTheLibrarys(error: Errno, number: Int32, text: String) {
        #expect(error.rawValue == number)
        #expect("\(error)" == text)
    }

    @Test func description_ofANumberThatIsNone_namesIt() {
        #expect(Errno(rawValue: 12345).description.contains("12345"))
    }

    @Test func checked_throwsWhatANegativeResultNames() throws {
        #expect(try checked(5) == 5)
        #expect(try checked(0) == 0)
        #expect(throws: Errno.noSuchFile) { try checked(-ENOENT) }
        #expect(throws: Errno.busy) { try checked(Int64(-EBUSY)) }
    }

    @Test func checkedErrno_throwsTheLibrarysError() throws {
        #expect(try checkedErrno(3) == 3)
        #expect(throws: Errno(rawValue: EBADF)) { try checkedErrno(close(-1)) }
    }

    @Test func linkTargetAndResolved_followLinks() throws {
        let program = try #require(CurrentProcess.linkTarget("/proc/self/exe"))
        #expect(try CurrentProcess.resolved("/proc/self/exe") == program)
        #expect(CurrentProcess.linkTarget("/dev/null") == nil)
        #expect(throws: Errno.noSuchFile) { try CurrentProcess.resolved("/nonexistent") }
        #expect(program.hasPrefix((CurrentProcess.programFolder ?? "?") + "/"))
    }

    @Test func names_areThoseOfTheFolder() throws {
        #expect(Set(try Folder.names("/proc/self/task")).contains("\(CurrentProcess.pid)"))
        #expect(throws: Errno.noSuchFile) { try Folder.names("/nonexistent") }
        #expect(throws: Errno.notDirectory) { try Folder.names("/dev/null") }
    }

    @Test func kernelRandom_fillsTheRangeAndNothingElse() throws {
        var bytes = [UInt8](repeating: 0, count: 1000)
        try bytes.withUnsafeMutableBytes { try KernelRandom.fill(.init(rebasing: $0[100..<900])) }
        #expect(bytes[..<100].allSatisfy { $0 == 0 } && bytes[900...].allSatisfy { $0 == 0 })
        #expect(Set(bytes[100..<900]).count > 100)
    }
}
