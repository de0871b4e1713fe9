// SPDX-License-Identifier: Apache-2.0

internal import CFUSE3
internal import Linux

/// libfuse's table of operations: each turns C's arguments into the file system's and passes the request on.
func makeOperations() -> fuse_lowlevel_ops {
    var table = fuse_lowlevel_ops()
    addNames(&table)
    addFiles(&table)
    addRefusals(&table)
    return table
}

private func addNames(_ table: inout fuse_lowlevel_ops) {
    unsafe table.lookup = { request, parent, name in
        guard let request = unsafe request, let name = unsafe name else { return }
        let reply = unsafe EntryReply(request: PendingRequest(request))
        guard let text = unsafe String(validatingCString: name) else { return reply.fail(.noSuchFile) }
        unsafe files(request).lookup(text, in: Inode(rawValue: parent), caller: caller(request), reply: reply)
    }
    unsafe table.forget = { request, inode, count in
        guard let request = unsafe request else { return }
        unsafe files(request).forget(Inode(rawValue: inode), count: count)
        unsafe fuse_reply_none(request)
    }
    unsafe table.forget_multi = { request, count, forgets in
        guard let request = unsafe request, let forgets = unsafe forgets else { return }
        for index in 0..<count {
            unsafe files(request).forget(Inode(rawValue: forgets[index].ino), count: forgets[index].nlookup)
        }
        unsafe fuse_reply_none(request)
    }
    unsafe table.getattr = { request, inode, _ in
        guard let request = unsafe request else { return }
        let reply = unsafe AttributesReply(request: PendingRequest(request))
        unsafe files(request).attributes(of: Inode(rawValue: inode), reply: reply)
    }
    unsafe table.setattr = { request, inode, status, mask, _ in
        guard let request = unsafe request, let status = unsafe status else { return }
        let reply = unsafe AttributesReply(request: PendingRequest(request))
        let owners = mask & (FUSE_SET_ATTR_MODE | FUSE_SET_ATTR_UID | FUSE_SET_ATTR_GID) != 0
        let size = unsafe mask & FUSE_SET_ATTR_SIZE != 0 ? UInt64(clamping: status.pointee.st_size) : nil
        let change = AttributeChange(ownership: owners, size: size)
        unsafe files(request).setAttributes(of: Inode(rawValue: inode), change, reply: reply)
    }
    unsafe table.readdir = { request, inode, size, offset, _ in
        guard let request = unsafe request else { return }
        let reply = unsafe DirectoryReply(request: PendingRequest(request), size: size, offset: offset)
        unsafe files(request).list(Inode(rawValue: inode), reply: reply)
    }
    unsafe table.statfs = { request, _ in
        guard let request = unsafe request else { return }
        var status = statvfs()
        status.f_bsize = 4096
        status.f_frsize = 4096
        status.f_namemax = 255
        unsafe fuse_reply_statfs(request, &status)
    }
}

private func addFiles(_ table: inout fuse_lowlevel_ops) {
    unsafe table.open = { request, inode, info in
        guard let request = unsafe request, let info = unsafe info else { return }
        let flags = unsafe OpenFlags(rawValue: info.pointee.flags)
        let reply = unsafe OpenReply(request: PendingRequest(request), flags: flags.rawValue)
        unsafe files(request).open(Inode(rawValue: inode), flags: flags, caller: caller(request), reply: reply)
    }
    unsafe table.read = { request, inode, size, offset, info in
        guard let request = unsafe request, let info = unsafe info else { return }
        let reply = unsafe DataReply(request: PendingRequest(request))
        let flags = unsafe OpenFlags(rawValue: info.pointee.flags)
        let read = unsafe ReadRequest(
            file: openFile(inode, info), offset: UInt64(bitPattern: Int64(offset)), size: size, flags: flags)
        unsafe files(request).read(read, reply: reply)
    }
    unsafe table.write = { request, inode, bytes, size, _, info in
        guard let request = unsafe request, let info = unsafe info, let bytes = unsafe bytes else { return }
        let reply = unsafe WriteReply(request: PendingRequest(request))
        let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: bytes, count: size))
        unsafe files(request).write(span, to: openFile(inode, info), reply: reply)
    }
    unsafe table.release = { request, inode, info in
        guard let request = unsafe request, let info = unsafe info else { return }
        unsafe files(request).release(openFile(inode, info))
        unsafe fuse_reply_err(request, 0)
    }
    unsafe table.flush = { request, _, _ in unsafe fuse_reply_err(request, 0) }
    unsafe table.fsync = { request, _, _, _ in unsafe fuse_reply_err(request, 0) }
    unsafe table.poll = { request, inode, info, handle in
        guard let request = unsafe request, let info = unsafe info else { return }
        let notifier = unsafe handle.map { unsafe PollNotifier($0) }
        let reply = unsafe PollReply(request: PendingRequest(request))
        unsafe files(request).poll(openFile(inode, info), notifier: notifier, reply: reply)
    }
}

/// The tree is the file system's own: nobody adds to it or takes from it.
private func addRefusals(_ table: inout fuse_lowlevel_ops) {
    unsafe table.mknod = { request, _, _, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.mkdir = { request, _, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.unlink = { request, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.rmdir = { request, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.symlink = { request, _, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.rename = { request, _, _, _, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.link = { request, _, _, _ in unsafe fuse_reply_err(request, EPERM) }
    unsafe table.create = { request, _, _, _, _ in unsafe fuse_reply_err(request, EPERM) }
}

private func files(_ request: fuse_req_t) -> any FileSystem { unsafe Session.of(request).fileSystem }

private func openFile(_ inode: fuse_ino_t, _ info: UnsafeMutablePointer<fuse_file_info>) -> OpenFile {
    unsafe OpenFile(inode: Inode(rawValue: inode), handle: info.pointee.fh)
}

private func caller(_ request: fuse_req_t) -> Caller {
    guard let context = unsafe fuse_req_ctx(request) else { return Caller(user: .max, process: 0) }
    return unsafe Caller(user: context.pointee.uid, process: context.pointee.pid)
}
