// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// Each file below `sized/` is one result of the form and size that its name asks for, and the end of the file.
    @Suite(.sharedMount(workers: 3))
    struct SizedFiles {
        @Test(arguments: SizedFile.all)
        func open_twice_givesTwoResultsOfTheForm(file: SizedFile) throws {
            try Mount.shared.python(
                """
                path = f'{mnt}/sized/{sys.argv[2]}'
                def check(text):
                \(file.check)
                results = []
                for again in range(2):
                    with open(path, 'rb') as file:
                        results.append(file.read())
                        expect(file.read(), b'', 'after the end')
                    size = os.stat(path).st_size
                    fixed = \(file.hasFixedLength ? "True" : "False")
                    assert size == len(results[-1]) or (size == 0 and not fixed), f'size {size} of {results[-1][:80]}'
                    check(results[-1].decode('latin-1'))
                if \(file.neverRepeats ? "True" : "False"):
                    assert results[0] != results[1], f'twice the same: {results[0][:80]}'
                """, [file.name])
        }

        @Test(arguments: SizedFile.all)
        func cpAndInstall_takeAWholeResult(file: SizedFile) throws {
            try Mount.shared.python(
                """
                path = f'{mnt}/sized/{sys.argv[2]}'
                target = f'{os.path.dirname(mnt)}/copy'
                def check(text):
                \(file.check)
                for command in (['cp'], ['cp', '-p'], ['install', '-m', '600']):
                    ended = subprocess.run(command + [path, target], capture_output=True)
                    expect((ended.returncode, ended.stderr), (0, b''), ' '.join(command))
                    with open(target, encoding='latin-1', newline='') as file:
                        check(file.read())
                    os.unlink(target)
                """, [file.name])
        }

        @Test(arguments: SizedFile.all.filter(\.hasFixedLength))
        func tarAndCopyfile_takeAWholeResult(file: SizedFile) throws {
            try Mount.shared.python(
                """
                import shutil
                path = f'{mnt}/sized/{sys.argv[2]}'
                target = f'{os.path.dirname(mnt)}/copy'
                def check(text):
                \(file.check)
                shutil.copyfile(path, target)
                with open(target, encoding='latin-1', newline='') as file:
                    check(file.read())
                os.unlink(target)
                ended = subprocess.run(['tar', '-C', f'{mnt}/sized', '-cf', target, sys.argv[2]], capture_output=True)
                expect((ended.returncode, ended.stderr), (0, b''), 'tar')
                text = subprocess.run(['tar', '-xOf', target], capture_output=True, check=True).stdout
                check(text.decode('latin-1'))
                os.unlink(target)
                """, [file.name])
        }

        @Test func read_inPieces_givesTheOneResult() throws {
            try Mount.shared.python(
                """
                for piece in (1, 7, 32, 1000, 4096):
                    fd = os.open(f'{mnt}/sized/bytes/4096', os.O_RDONLY)
                    got = b''
                    while part := os.read(fd, piece):
                        got += part
                    expect(len(got), 4096, f'length in pieces of {piece}')
                    expect_distinct([got], f'pieces of {piece}')
                    expect(os.pread(fd, 100, 4096), b'', 'at the end')
                    expect(os.pread(fd, 100, 1 << 40), b'', 'far behind the end')
                    os.close(fd)
                """)
        }

        @Test func opensslRand_seededFromASizedFile_ends() throws {
            let mount = try Mount.shared
            #expect(try mount.run("openssl rand -rand $MNT/sized/bytes/4096 8 | wc -c") == "8")
            #expect(try mount.run("openssl rand -hex -rand $MNT/sized/bytes/4096 8").count == 16)
        }

        @Test(arguments: [
            "bytes/65537", "bytes/010", "bytes/+5", "bytes/-1", "bytes/1e3", "bytes/0x10", "bytes/5 ", "bytes/ 5",
            "bytes/five", "bytes/٣", "bytes/18446744073709551617", "bits/1099511627776", "bits/07", "int/1099511627776",
            "int/064", "int/-8", "hex/1099511627776", "hex/00", "base64/1099511627776", "base64/x", "uuid4", "uuids",
            "range/6-1", "range/01-6", "range/1-06", "range/1-", "range/-6", "range/1", "range/1-6-7", "range/a-b",
            "range/0x1-6", "range/+1-6", "range/1- 6",
            "range/0-115792089237316195423570985008687907853269984665640564039457584007913129639936",
            "other", "other/5",
        ])
        func lookup_ofWhatIsNoSizeOrTooLarge_isENOENT(name: String) throws {
            try Mount.shared.python(
                """
                path = f'{mnt}/sized/{sys.argv[2]}'
                expect(error_of(os.stat, path), 'ENOENT', 'stat')
                expect(error_of(os.open, path, os.O_RDONLY), 'ENOENT', 'open')
                """, [name])
        }

        @Test func lookup_ofAVeryLongName_isRefused() throws {
            try Mount.shared.python(
                """
                for digits in (200, 255):
                    expect(error_of(os.stat, f'{mnt}/sized/bytes/' + '9' * digits), 'ENOENT', f'{digits} digits')
                assert error_of(os.stat, f'{mnt}/sized/bytes/' + '9' * 256) in ('ENOENT', 'ENAMETOOLONG')
                """)
        }

        @Test func list_showsUsualSizesThatCanBeRead() throws {
            try Mount.shared.python(
                """
                for folder in ('bytes', 'bits', 'int', 'hex', 'base64'):
                    names = os.listdir(f'{mnt}/sized/{folder}')
                    assert names, f'{folder} lists nothing'
                    for name in names:
                        with open(f'{mnt}/sized/{folder}/{name}', 'rb') as file:
                            assert file.read(), f'{folder}/{name} is empty'
                expected = {'bytes', 'bits', 'int', 'hex', 'base64', 'uuid', 'range'}
                expect(set(os.listdir(f'{mnt}/sized')), expected, 'the names in sized')
                os.listdir(f'{mnt}/sized/range')
                subprocess.run(['find', f'{mnt}/sized', '-type', 'f'], check=True, stdout=subprocess.DEVNULL)
                """)
        }

        @Test func range_ofSixFaces_isUnbiased() throws {
            try Mount.shared.python(
                """
                faces = [0] * 7
                for again in range(6000):
                    with open(f'{mnt}/sized/range/1-6', 'rb', buffering=0) as file:
                        faces[int(file.read(64))] += 1
                expect(faces[0], 0, 'zeros')
                chi_square = sum((count - 1000) ** 2 / 1000 for count in faces[1:])
                # Five degrees of freedom: above 40 once in seven million runs.
                assert chi_square < 40, f'faces {faces}'
                """)
        }

        @Test func int_ofTwoBits_takesEveryValueAboutEquallyOften() throws {
            try Mount.shared.python(
                """
                seen = [0] * 4
                for again in range(2000):
                    with open(f'{mnt}/sized/int/2', 'rb', buffering=0) as file:
                        seen[int(file.read(64))] += 1
                chi_square = sum((count - 500) ** 2 / 500 for count in seen)
                # Three degrees of freedom: above 35 once in eight million runs.
                assert chi_square < 35, f'values {seen}'
                """)
        }

        @Test func handles_thatHoldTooMuch_getENOBUFSAndGiveItBackWhenClosed() throws {
            try Mount.shared.python(
                """
                held, refused = [], 0
                for again in range(200):
                    try:
                        fd = os.open(f'{mnt}/sized/bytes/65536', os.O_RDONLY)
                    except OSError as error:
                        expect(error.errno, errno.ENOBUFS, 'open')
                        refused += 1
                        continue
                    held.append(fd)
                    try:
                        expect(len(os.read(fd, 1)), 1, 'length')
                    except OSError as error:
                        expect(error.errno, errno.ENOBUFS, 'read')
                        refused += 1
                assert refused, '200 results of 64 KiB could be held at once, which is more than 4 MiB'
                assert refused <= 140, f'{refused} of 200 refused, though 64 are allowed'
                for fd in held:
                    os.close(fd)
                def whole():
                    try:
                        with open(f'{mnt}/sized/bytes/65536', 'rb', buffering=0) as file:
                            return len(file.read(65536)) == 65536
                    except OSError as error:
                        expect(error.errno, errno.ENOBUFS, 'afterwards')
                wait_for('what closed handles held to be free again', whole)
                """)
        }
    }
}
