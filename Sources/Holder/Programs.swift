// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// The programs of one mount, opened once: a package upgrade meanwhile does not mix versions.
public struct Programs: ~Copyable {
    /// alara-server.
    let server: FileDescriptor
    /// alara-worker.
    let worker: FileDescriptor

    /// Opens both, in `libexec` alone, or else beside the running program and in ../libexec/alara.
    init(libexec: String?) throws(HolderError) {
        let folders = Self.folders(libexec: libexec, programFolder: CurrentProcess.programFolder)
        let server = try Self.open("alara-server", in: folders)
        let worker = try Self.open("alara-worker", in: folders)
        self.server = server
        self.worker = worker
    }

    /// The path of alara-server, nil when it is not found.
    public static func serverPath(libexec: String?) -> String? {
        folders(libexec: libexec, programFolder: CurrentProcess.programFolder).map { "\($0)/alara-server" }
            .first { CurrentProcess.mayExecute($0) }
    }

    /// Where programs are looked for, in order.
    static func folders(libexec: String?, programFolder: String?) -> [String] {
        if let libexec { return [libexec] }
        guard let programFolder else { return [] }
        let parent = programFolder.lastIndex(of: "/").map { String(programFolder[..<$0]) } ?? ""
        return [programFolder, "\(parent)/libexec/alara"]
    }

    private static func open(_ name: String, in folders: [String]) throws(HolderError) -> FileDescriptor {
        for folder in folders where CurrentProcess.mayExecute("\(folder)/\(name)") {
            return try attempt("open \(folder)/\(name)") { () throws(Errno) in
                try FileDescriptor.open("\(folder)/\(name)", .path)
            }
        }
        throw .programMissing(name, folders: folders)
    }
}
