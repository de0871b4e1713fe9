// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// Modes and owners of root's mount hold, for root and for an ordinary user.
    @Suite(.sharedMount(workers: 2))
    struct Permissions {
        @Test(arguments: [
            (".", "directory", 0o555), ("bytes", "file", 0o444), ("bits", "file", 0o444), ("nodes", "file", 0o444),
            ("status", "file", 0o444), ("metrics", "file", 0o444), ("control", "file", 0o600),
            ("node", "directory", 0o555), ("node/1", "directory", 0o555), ("node/1/bytes", "file", 0o400),
            ("sized", "directory", 0o555), ("sized/bytes", "directory", 0o555), ("sized/bytes/32", "file", 0o444),
            ("sized/bits/7", "file", 0o444), ("sized/int/64", "file", 0o444), ("sized/hex/16", "file", 0o444),
            ("sized/base64/16", "file", 0o444), ("sized/uuid", "file", 0o444), ("sized/range", "directory", 0o555),
            ("sized/range/1-6", "file", 0o444),
        ])
        func stat_ofEachName_showsRootsModes(name: String, kind: String, mode: Int) throws {
            try Mount.shared.python(
                """
                import stat
                found = os.lstat(f'{mnt}/{sys.argv[2]}')
                expect(stat.S_ISDIR(found.st_mode), sys.argv[3] == 'directory', 'a directory')
                expect(stat.S_ISREG(found.st_mode), sys.argv[3] == 'file', 'a regular file')
                expect(oct(stat.S_IMODE(found.st_mode)), oct(int(sys.argv[4])), 'mode')
                expect((found.st_uid, found.st_gid), (0, 0), 'owner and group')
                """, [name, kind, "\(mode)"])
        }

        @Test func names_inTheRoot_areThoseOfTheTable() throws {
            let names = try Mount.shared.run("ls $MNT").split(separator: "\n").map(String.init)
            #expect(names == ["bits", "bytes", "control", "metrics", "node", "nodes", "sized", "status"])
        }

        @Test func ordinaryUser_mayReadWhatIsForAll() throws {
            try Mount.shared.python(
                """
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
                for name in ('bytes', 'bits'):
                    with open(f'{mnt}/{name}', 'rb') as file:
                        expect(len(file.read(1000)), 1000, name)
                for name in ('nodes', 'status', 'metrics', 'sized/bytes/100', 'sized/uuid', 'sized/range/1-6'):
                    with open(f'{mnt}/{name}', 'rb') as file:
                        assert file.read(), f'{name} is empty'
                os.listdir(mnt), os.listdir(f'{mnt}/node/1'), os.listdir(f'{mnt}/sized/bytes')
                """)
        }

        @Test func ordinaryUser_mayDoNothingElse() throws {
            try Mount.shared.python(
                """
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
                for flags in (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY | os.O_APPEND, os.O_WRONLY | os.O_TRUNC, os.O_RDWR):
                    expect(error_of(os.open, f'{mnt}/control', flags), 'EACCES', 'control')
                expect(error_of(os.open, f'{mnt}/node/1/bytes', os.O_RDONLY), 'EACCES', 'one worker')
                for name in ('bytes', 'bits', 'nodes', 'status', 'metrics', 'sized/bytes/100'):
                    for flags in (os.O_WRONLY, os.O_RDWR):
                        expect(error_of(os.open, f'{mnt}/{name}', flags), 'EACCES', f'writing {name}')
                refused = ('EACCES', 'EPERM')
                assert error_of(os.unlink, f'{mnt}/bytes') in refused, 'unlink'
                assert error_of(os.mkdir, f'{mnt}/new') in refused, 'mkdir'
                assert error_of(os.rename, f'{mnt}/bytes', f'{mnt}/new') in refused, 'rename'
                assert error_of(os.mknod, f'{mnt}/new') in refused, 'mknod'
                assert error_of(os.chmod, f'{mnt}/control', 0o666) in refused, 'chmod'
                assert error_of(os.truncate, f'{mnt}/control', 0) in refused, 'truncate'
                """)
        }

        @Test func root_mayNotChangeTheTree() throws {
            try Mount.shared.python(
                """
                expect(error_of(os.unlink, f'{mnt}/bytes'), 'EPERM', 'unlink')
                expect(error_of(os.mkdir, f'{mnt}/new'), 'EPERM', 'mkdir')
                expect(error_of(os.rename, f'{mnt}/bytes', f'{mnt}/new'), 'EPERM', 'rename')
                expect(error_of(os.rename, f'{mnt}/bytes', f'{mnt}/bits'), 'EPERM', 'rename over another')
                expect(error_of(os.mknod, f'{mnt}/new'), 'EPERM', 'mknod of a file')
                expect(error_of(os.mkfifo, f'{mnt}/new'), 'EPERM', 'mknod of a FIFO')
                expect(error_of(os.unlink, f'{mnt}/sized/bytes/32'), 'EPERM', 'unlink of a sized file')
                expect(error_of(os.mkdir, f'{mnt}/node/99'), 'EPERM', 'mkdir of a worker')
                refused = ('EPERM', 'EROFS', 'EACCES')
                assert error_of(os.rmdir, f'{mnt}/node') in refused, 'rmdir'
                assert error_of(os.symlink, 'bytes', f'{mnt}/new') in refused, 'symlink'
                assert error_of(os.link, f'{mnt}/bytes', f'{mnt}/new') in refused, 'link'
                assert error_of(os.open, f'{mnt}/new', os.O_CREAT | os.O_WRONLY) in refused, 'create'
                names = ['bits', 'bytes', 'control', 'metrics', 'node', 'nodes', 'sized', 'status']
                expect(sorted(os.listdir(mnt)), names, 'the names afterwards')
                """)
        }

        @Test func lookup_ofWhatIsNotThere_isENOENT() throws {
            try Mount.shared.python(
                """
                for name in ('new', 'bytes2', 'Bytes', 'sized/new', 'node/1/new', 'byte'):
                    expect(error_of(os.stat, f'{mnt}/{name}'), 'ENOENT', name)
                expect(error_of(os.stat, f'{mnt}/bytes/x'), 'ENOTDIR', 'below a file')
                """)
        }
    }
}
