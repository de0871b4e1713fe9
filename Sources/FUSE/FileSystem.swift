// SPDX-License-Identifier: Apache-2.0

/// A file system as the kernel asks for it, one function an operation. Every function must see to it that its reply
/// is given once, on whatever thread and whenever; one that is dropped answers EIO by itself.
///
/// Concurrency: called from all threads of the session at once. What is not here, the session refuses: whatever would
/// change the tree gets EPERM.
public protocol FileSystem: AnyObject, Sendable {
    /// LOOKUP: `open("/mnt/a/b")` asks for `a` in the root, then for `b` in `a`. The entry counts as one reference.
    func lookup(_ name: String, in parent: Inode, caller: Caller, reply: consuming EntryReply)
    /// FORGET: the kernel has dropped `count` references. No reply.
    func forget(_ inode: Inode, count: UInt64)
    /// GETATTR: stat(2) and fstat(2) when nothing is cached.
    func attributes(of inode: Inode, reply: consuming AttributesReply)
    /// SETATTR: truncate(2), utimes(2), chmod(2), chown(2).
    func setAttributes(of inode: Inode, _ change: AttributeChange, reply: consuming AttributesReply)
    /// OPEN: open(2), after the kernel has judged the mode.
    func open(_ inode: Inode, flags: OpenFlags, caller: Caller, reply: consuming OpenReply)
    /// READ: at most `size` bytes from `offset`. Fewer than asked means the end of the file.
    func read(_ request: ReadRequest, reply: consuming DataReply)
    /// WRITE.
    func write(_ bytes: RawSpan, to file: OpenFile, reply: consuming WriteReply)
    /// RELEASE: the last descriptor of an open is closed. No reply.
    func release(_ file: OpenFile)
    /// READDIR: all entries of a directory.
    func list(_ inode: Inode, reply: consuming DirectoryReply)
    /// POLL: what is ready now; `notifier`, when there is one, is to be rung once something becomes ready.
    func poll(_ file: OpenFile, notifier: PollNotifier?, reply: consuming PollReply)
    /// INTERRUPT of a request whose reply had `onInterrupt(token)`: a signal came to the waiting program.
    func interrupted(_ token: UInt64)
}

/// A file's number between the kernel and the file system. 1 is the root.
public struct Inode: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: UInt64
    /// An inode of this number.
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    /// The root.
    public static let root = Inode(rawValue: 1)
}

/// Who asks.
public struct Caller: Sendable {
    /// The user.
    public let user: UInt32
    /// The process, as the kernel numbers it for the file system.
    public let process: Int32
}

/// An open file: its inode and the handle that OPEN gave it.
public struct OpenFile: Hashable, Sendable {
    /// The file.
    public let inode: Inode
    /// What `OpenReply.opened` was given.
    public let handle: UInt64
}

/// A READ.
public struct ReadRequest: Sendable {
    /// The open file.
    public let file: OpenFile
    /// Where to read.
    public let offset: UInt64
    /// Bytes wanted.
    public let size: Int
    /// The flags of the open file at this moment.
    public let flags: OpenFlags
}

/// What SETATTR wants to change, as far as a file system here may care.
public struct AttributeChange: Sendable {
    /// The mode, the owner or the group.
    public let ownership: Bool
    /// The size, nil to leave it.
    public let size: UInt64?
}

/// A file's attributes.
public struct Attributes: Sendable {
    /// The kind of a file.
    public enum Kind: Sendable {
        /// A directory.
        case directory
        /// A regular file.
        case file
    }

    /// The number shown by stat(2); cp and install compare it before and after opening.
    public var number: UInt64
    /// What it is.
    public var kind: Kind
    /// The nine permission bits.
    public var permissions: UInt32
    /// Bytes.
    public var size: Int
    /// The owner.
    public var user: UInt32
    /// The group.
    public var group: UInt32
    /// Seconds since 1970 of the last change.
    public var time: Int

    /// The attributes of a file.
    public init(
        number: UInt64, kind: Kind, permissions: UInt32, size: Int = 0, user: UInt32, group: UInt32, time: Int
    ) {
        self.number = number
        self.kind = kind
        self.permissions = permissions
        self.size = size
        self.user = user
        self.group = group
        self.time = time
    }
}

/// One entry of a directory.
public struct DirectoryEntry: Sendable {
    /// The name.
    public let name: String
    /// The number that stat(2) would show.
    public let number: UInt64
    /// What it is.
    public let kind: Attributes.Kind

    /// An entry.
    public init(name: String, number: UInt64, kind: Attributes.Kind) {
        self.name = name
        self.number = number
        self.kind = kind
    }
}
