// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// What mount(8)'s -o says of a device, checked.
public struct MountOptions: Sendable, Equatable {
    /// Other users may use an ordinary user's mount (/etc/fuse.conf must have user_allow_other). Root's always may.
    public var allowOther = false
    /// No program of it can be run.
    public var noExecution = false
    /// No access times.
    public var noAccessTime = false

    /// The defaults: set-uid programs and devices are never honoured, and the kernel checks modes.
    public init() {}

    /// Reads comma-separated lists of options, each as -o gives it.
    /// - Throws: `optionRefused` naming the first option that cannot be had.
    public init(parsing lists: [String]) throws(HolderError) {
        for option in lists.flatMap({ $0.split(separator: ",") }) { try add(String(option)) }
    }

    private mutating func add(_ option: String) throws(HolderError) {
        switch option {
        case "allow_other": allowOther = true
        case "noexec": noExecution = true
        case "noatime": noAccessTime = true
        case "default_permissions", "rw", "nosuid", "nodev": break
        case "ro": throw .optionRefused(option, "is not possible: control is written to; leave it out")
        case "dev", "suid": throw .optionRefused(option, "is not possible: mounts are always nodev and nosuid")
        default:
            if option.hasPrefix("fsname=") || option.hasPrefix("subtype=") {
                throw .optionRefused(option, "is not possible: the mount is found by its name; leave it out")
            }
            guard Self.isForMountProgram(option) else {
                throw .optionRefused(option, "is unknown; allow_other, noexec and noatime can be had")
            }
        }
    }

    /// Whether an option speaks to mount(8) and systemd alone (fstab(5)).
    private static func isForMountProgram(_ option: String) -> Bool {
        let words = [
            "defaults", "nofail", "_netdev", "auto", "noauto", "user", "nouser", "users", "nousers", "owner", "noowner",
            "group", "nogroup",
        ]
        return words.contains(option) || option.hasPrefix("x-") || option.hasPrefix("comment=")
    }
}

extension MountOptions {
    /// For root's mount(2): the FUSE options.
    var kernelOptions: String { "rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions" }

    /// For root's mount(2): the flags.
    var kernelFlags: Mount.Flags {
        (noExecution ? .noExecution : Mount.Flags()).union(noAccessTime ? .noAccessTime : Mount.Flags())
    }

    /// For fusermount3 -o.
    var fusermountOptions: String {
        var words = ["fsname=alara", "subtype=alara", "default_permissions"]
        if allowOther { words.append("allow_other") }
        if noExecution { words.append("noexec") }
        if noAccessTime { words.append("noatime") }
        return words.joined(separator: ",")
    }
}
