// SPDX-License-Identifier: Apache-2.0

internal import CFUSE3
public import Linux

/// The reply to a LOOKUP.
public struct EntryReply: ~Copyable, Sendable {
    var request: PendingRequest

    /// The entry exists. Nothing of it is cached: names and attributes are asked for each time.
    public consuming func found(_ inode: Inode, _ attributes: Attributes) {
        var entry = fuse_entry_param()
        entry.ino = inode.rawValue
        entry.attr = attributes.status
        let raw = unsafe request.take()
        unsafe fuse_reply_entry(raw, &entry)
    }

    /// It does not, or may not be had.
    public consuming func fail(_ error: Errno) { request.fail(error) }
}

/// The reply to a GETATTR or SETATTR.
public struct AttributesReply: ~Copyable, Sendable {
    var request: PendingRequest

    /// The attributes, not to be cached.
    public consuming func are(_ attributes: Attributes) {
        var status = attributes.status
        let raw = unsafe request.take()
        unsafe fuse_reply_attr(raw, &status, 0)
    }

    /// An error.
    public consuming func fail(_ error: Errno) { request.fail(error) }
}

/// The reply to an OPEN.
public struct OpenReply: ~Copyable, Sendable {
    var request: PendingRequest
    var flags: Int32

    /// The file is open; `handle` comes back with every operation on it. Every read comes to the file system, none is
    /// cached or rounded (FOPEN_DIRECT_IO), and close(2) sends no FLUSH (FOPEN_NOFLUSH).
    /// - Returns: false when the program that opened was gone already: there will be no RELEASE.
    @discardableResult
    public consuming func opened(handle: UInt64) -> Bool {
        var info = fuse_file_info()
        info.fh = handle
        info.flags = flags
        info.direct_io = 1
        info.noflush = 1
        let raw = unsafe request.take()
        return unsafe fuse_reply_open(raw, &info) == 0
    }

    /// An error.
    public consuming func fail(_ error: Errno) { request.fail(error) }
}

/// The reply to a READ.
public struct DataReply: ~Copyable, Sendable {
    var request: PendingRequest

    /// The bytes, copied before this returns. Fewer than asked end the file.
    public consuming func bytes(_ bytes: UnsafeRawBufferPointer) {
        let raw = unsafe request.take()
        unsafe fuse_reply_buf(raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }

    /// The bytes of an array's range.
    public consuming func bytes(_ bytes: ArraySlice<UInt8>) {
        let raw = unsafe request.take()
        unsafe bytes.withUnsafeBytes {
            _ = unsafe fuse_reply_buf(raw, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
    }

    /// An error.
    public consuming func fail(_ error: Errno) { request.fail(error) }

    /// Gives no answer: the caller has seen to it that another server of this mount processes the request again.
    public consuming func leave() { request.leave() }

    /// Has `FileSystem.interrupted(token)` called when the waiting program gets a signal; perhaps at once, and perhaps
    /// after the reply, when the token means nothing any more.
    public func onInterrupt(_ token: UInt64) { request.onInterrupt(token) }

    /// Whether the waiting program got a signal already.
    public var isInterrupted: Bool { request.isInterrupted }
}

/// The reply to a WRITE.
public struct WriteReply: ~Copyable, Sendable {
    var request: PendingRequest

    /// So many bytes were taken.
    public consuming func took(_ count: Int) {
        let raw = unsafe request.take()
        unsafe fuse_reply_write(raw, count)
    }

    /// An error; nothing was taken.
    public consuming func fail(_ error: Errno) { request.fail(error) }
}

/// The reply to a POLL.
public struct PollReply: ~Copyable, Sendable {
    var request: PendingRequest

    /// What is ready.
    public consuming func ready(reading: Bool, writing: Bool) {
        let events = (reading ? POLLIN | POLLRDNORM : 0) | (writing ? POLLOUT | POLLWRNORM : 0)
        let raw = unsafe request.take()
        unsafe fuse_reply_poll(raw, UInt32(events))
    }

    /// An error.
    public consuming func fail(_ error: Errno) { request.fail(error) }
}

/// The reply to a READDIR.
public struct DirectoryReply: ~Copyable, Sendable {
    var request: PendingRequest
    let size: Int
    let offset: Int

    /// The directory's entries, all of them, `.` and `..` included, in an order that does not change: as many as fit
    /// are sent from the asked position on.
    public consuming func entries(_ entries: [DirectoryEntry]) {
        let raw = unsafe request.take()
        var buffer = [CChar](repeating: 0, count: size)
        var used = 0
        for (index, entry) in entries.enumerated().dropFirst(offset) {
            var status = entry.status
            let room = size - used
            let need = unsafe buffer.withUnsafeMutableBufferPointer {
                unsafe fuse_add_direntry(
                    raw, $0.baseAddress?.advanced(by: used), room, entry.name, &status, off_t(index + 1))
            }
            if need > room { break }
            used += need
        }
        unsafe fuse_reply_buf(raw, &buffer, used)
    }

    /// An error.
    public consuming func fail(_ error: Errno) { request.fail(error) }
}

extension Attributes {
    /// As stat(2) gives them.
    var status: stat {
        var status = stat()
        status.st_ino = UInt(number)
        status.st_mode = kind.bits | permissions
        status.st_nlink = kind == .directory ? 2 : 1
        status.st_size = size
        status.st_uid = user
        status.st_gid = group
        status.st_blksize = 4096
        status.st_blocks = (size + 511) / 512
        status.st_atim.tv_sec = time
        status.st_mtim.tv_sec = time
        status.st_ctim.tv_sec = time
        return status
    }
}

extension DirectoryEntry {
    var status: stat {
        var status = stat()
        status.st_ino = UInt(number)
        status.st_mode = kind.bits
        return status
    }
}

extension Attributes.Kind {
    var bits: UInt32 { self == .directory ? UInt32(S_IFDIR) : UInt32(S_IFREG) }
}
