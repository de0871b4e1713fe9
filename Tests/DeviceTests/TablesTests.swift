// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// `nodes`, `status`, `metrics` and the read-back of `control` behave like ordinary small files.
    @Suite(.sharedMount(workers: 3))
    struct Tables {
        static let names = ["nodes", "status", "metrics", "control"]

        @Test(arguments: names)
        func copyTools_takeTheWholeTable(name: String) throws {
            try Mount.shared.python(
                """
                import shutil, tarfile
                name = sys.argv[2]
                path, target = f'{mnt}/{name}', f'{os.path.dirname(mnt)}/copy-{name}'
                def shape(text):
                    # The numbers move on: what stays is how many lines there are and how each begins.
                    return [line.split()[:1] for line in text.splitlines()]
                def check(how):
                    with open(path) as file:
                        now = file.read()
                    with open(target) as file:
                        copied = file.read()
                    os.unlink(target)
                    assert now.endswith('\\n') and copied.endswith('\\n'), f'{how}: no newline at the end'
                    expect(shape(copied), shape(now), how)
                for command in (['cp'], ['cp', '-p'], ['install', '-m', '600']):
                    ended = subprocess.run(command + [path, target], capture_output=True)
                    expect((ended.returncode, ended.stderr), (0, b''), ' '.join(command))
                    check(' '.join(command))
                shutil.copyfile(path, target)
                check('shutil.copyfile')
                ended = subprocess.run(['tar', '-C', mnt, '-cf', f'{target}.tar', name], capture_output=True)
                expect((ended.returncode, ended.stderr), (0, b''), 'tar')
                with tarfile.open(f'{target}.tar') as archive, open(target, 'wb') as file:
                    file.write(archive.extractfile(name).read())
                check('tar')
                ended = subprocess.run(['bash', '-c', f'[ -s {path} ] && cat {path} > {target}'])
                expect(ended.returncode, 0, '[ -s ]')
                check('cat')
                """, [name])
        }

        @Test(arguments: names)
        func stat_showsTheTrueSize(name: String) throws {
            try Mount.shared.python(
                """
                def same():
                    with open(f'{mnt}/{sys.argv[2]}', 'rb') as file:
                        return os.fstat(file.fileno()).st_size == len(file.read()) > 0
                # A counter may grow by a digit in between, but not every time.
                wait_for('a size that is the length of the text', same)
                """, [name])
        }

        @Test(arguments: names)
        func read_inPieces_givesTheSnapshotOfTheOpen(name: String) throws {
            try Mount.shared.python(
                """
                fd = os.open(f'{mnt}/{sys.argv[2]}', os.O_RDONLY)
                whole = os.pread(fd, 1 << 20, 0)
                with open(f'{mnt}/bytes', 'rb') as file:
                    file.read(100_000)
                expect(b''.join(os.pread(fd, 10, at) for at in range(0, len(whole), 10)), whole, 'the second read')
                expect(os.pread(fd, 10, len(whole)), b'', 'at the end')
                """, [name])
        }

        @Test func nodes_showsEveryWorkerAsItIs() throws {
            let mount = try Mount.shared
            let nodes = try mount.nodes()
            #expect(nodes.map(\.id) == nodes.map(\.id).sorted())
            #expect(nodes.count == 3)
            for node in nodes {
                let pid = try #require(node.pid)
                #expect(node.source == "openssl")
                #expect(node.state == "running")
                #expect(node.restarts == 0)
                #expect(try Processes.program(pid) == "\(Programs.directory())/alara-worker")
                #expect(try Processes.parent(pid) == mount.serverPID)
            }
            #expect(Set(nodes.compactMap(\.pid)).count == 3)
        }

        @Test func nodes_countsTheBytesThatEveryWorkerGave() throws {
            let mount = try Mount.shared
            let before = try mount.nodes().map(\.bytes)
            try mount.run("head -c 1000000 $MNT/bytes >/dev/null")
            let after = try mount.nodes().map(\.bytes)
            for (before, after) in zip(before, after) {
                #expect(after - before >= 1_000_000, "each worker gives 32 bytes for every block")
            }
        }

        @Test func status_showsThePoolAndTheProcesses() throws {
            let mount = try Mount.shared
            let status = try mount.status()
            #expect(status["state"] == "ready")
            #expect(status["quorum"] == "2")
            #expect(status["workers"] == "3")
            #expect(status["contributing"] == "3")
            #expect(status["workers_running"] == "3")
            #expect(status["distinct_sources"] == "1")
            #expect(status["holder_pid"] == "\(mount.holder.pid)")
            let server = try mount.serverPID
            #expect(try Processes.program(server) == "\(Programs.directory())/alara-server")
            #expect(Processes.parent(server) == mount.holder.pid)
        }

        @Test func metrics_isPrometheusText() throws {
            try Mount.shared.python(
                #"""
                import re
                name = r'[a-zA-Z_:][a-zA-Z0-9_:]*'
                label = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*"'
                sample = re.compile(rf'({name})(\{{{label}(?:,{label})*,?\}})? (\S+)( -?\d+)?')
                comment = re.compile(rf'# (HELP {name} .*|TYPE {name} (counter|gauge|histogram|summary|untyped))')
                typed, seen = set(), set()
                with open(f'{mnt}/metrics') as file:
                    for line in file.read().splitlines():
                        if line.startswith('#'):
                            assert comment.fullmatch(line), f'no comment: {line}'
                            if line.startswith('# TYPE'):
                                typed.add(line.split()[2])
                            continue
                        found = sample.fullmatch(line)
                        assert found, f'no sample: {line}'
                        float(found[3])
                        assert (found[1], found[2]) not in seen, f'twice: {line}'
                        seen.add((found[1], found[2]))
                        assert found[1].startswith('alara_'), f'not of this program: {line}'
                        assert any(found[1].startswith(name) for name in typed), f'without a TYPE: {line}'
                assert seen, 'no samples'
                """#)
        }

        @Test func control_listsItsCommands() throws {
            let text = try Mount.shared.text("control")
            for command in ["add", "remove", "restart", "quorum", "help"] {
                #expect(text.contains(command))
            }
        }
    }
}
