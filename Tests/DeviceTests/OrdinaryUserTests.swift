// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// A user who is not root mounts through fusermount3 and has the device for himself.
    @Suite struct OrdinaryUser {
        @Test(arguments: ["TERM", "INT", "alara unmount", "fusermount3 -u"])
        func mount_byAnOrdinaryUser_servesAndLeavesNothing(ending: String) throws {
            try pythonWithOwnFUSE(
                """
                ending = ' '.join(sys.argv[2:])
                holder = start('--workers', '2')
                expect(len(fine(as_user('bash', '-c', f'head -c 100000 {mnt}/bytes | base64 -w0'))), 133336, 'base64')
                if ending in ('TERM', 'INT'):
                    holder.send_signal(signal.Signals['SIG' + ending])
                else:
                    fine(as_user(*ending.split(), mnt))
                expect(holder.wait(timeout=20), 0, 'exit status of the holder')
                nothing_left()
                """, [ending])
        }

        @Test func files_areTheMountingUsersWhoAloneMayUseThem() throws {
            try pythonWithOwnFUSE(
                """
                holder = start('--workers', '2')
                names = '. bytes control node/1/bytes sized/uuid'
                listed = fine(as_user('bash', '-c', f'cd {mnt} && stat -c "%n %a %u" {names}'))
                expect(listed.splitlines(), [
                    '. 555 65534', 'bytes 444 65534', 'control 600 65534', 'node/1/bytes 400 65534',
                    'sized/uuid 444 65534'], 'names, modes and owners')
                fine(as_user('head', '-c', '0', f'{mnt}/node/1/bytes'))
                for other in ([], ['setpriv', '--reuid=65533', '--regid=65533', '--clear-groups']):
                    ended = run(*other, 'head', '-c', '1', f'{mnt}/bytes')
                    assert ended.returncode != 0 and 'Permission denied' in ended.stderr, f'{other}: {ended}'
                holder.terminate()
                holder.wait(timeout=20)
                """)
        }

        @Test func commands_ofTheMountingUser_areTaken() throws {
            try pythonWithOwnFUSE(
                """
                holder = start('--workers', '2')
                fine(as_user('bash', '-c', f'echo add > {mnt}/control'))
                fine(as_user('alara', 'add', 'kernel', '--at', mnt))
                fine(as_user('alara', 'restart', '1', '--at', mnt))
                fine(as_user('alara', 'remove', '2', '--at', mnt))
                table = fine(as_user('alara', 'nodes', '--at', mnt)).splitlines()[1:]
                expect([line.split()[0] for line in table], ['1', '3', '4'], 'workers')
                assert all(' running ' in line for line in table), table
                for line in table:
                    with open(f'/proc/{line.split()[1]}/status') as file:
                        shown = dict(line.rstrip('\\n').split(':\\t', 1) for line in file)
                    expect(shown['Uid'].split(), ['65534'] * 4, 'user of a worker')
                    expect((shown['Seccomp'], shown['NoNewPrivs']), ('2', '1'), 'its sandbox')
                    expect(shown['CapEff'], '0' * 16, 'its capabilities')
                holder.terminate()
                holder.wait(timeout=20)
                """)
        }

        @Test func kill_ofAWorkerAndOfTheServer_isSurvived() throws {
            try pythonWithOwnFUSE(
                """
                holder = start('--workers', '2')
                def state():
                    shown = fine(as_user('cat', f'{mnt}/status'))
                    return dict(line.split(': ', 1) for line in shown.splitlines() if ': ' in line)
                def workers():
                    return [line.split() for line in fine(as_user('cat', f'{mnt}/nodes')).splitlines()[1:]]
                old = workers()[0][1]
                os.kill(int(old), signal.SIGKILL)
                wait_for('another worker', lambda: workers()[0][3] == 'running' and workers()[0][1] != old)
                server = state()['server_pid']
                os.kill(int(server), signal.SIGKILL)
                wait_for('another server', lambda: state()['state'] == 'ready' and state()['server_pid'] != server)
                fine(as_user('head', '-c', '1000', f'{mnt}/bytes'))
                holder.terminate()
                expect(holder.wait(timeout=20), 0, 'exit status of the holder')
                nothing_left()
                """)
        }

        @Test func allowOther_ofAnOrdinaryUser_isTakenWhereTheHostAllowsIt() throws {
            try pythonWithOwnFUSE(
                """
                with open(f'{directory}/fuse.conf', 'w') as file:
                    file.write('# nothing\\n')
                fine(run('mount', '--bind', f'{directory}/fuse.conf', '/etc/fuse.conf'))
                refused(as_user('alara', 'mount', mnt, '-o', 'allow_other'), 'user_allow_other')
                with open(f'{directory}/fuse.conf', 'w') as file:
                    file.write('user_allow_other\\n')
                holder = start('--workers', '2', '-o', 'allow_other')
                with open(f'{mnt}/bytes', 'rb') as file:
                    expect(len(file.read(1000)), 1000, 'length for root')
                other = ['setpriv', '--reuid=65533', '--regid=65533', '--clear-groups']
                fine(run(*other, 'head', '-c', '1000', f'{mnt}/bytes'))
                assert run(*other, 'cat', f'{mnt}/control').returncode != 0, 'another user may read control'
                holder.terminate()
                expect(holder.wait(timeout=20), 0, 'exit status of the holder')
                nothing_left()
                """)
        }

        @Test func mount_inBackground_returnsWhenTheDeviceAnswers() throws {
            try pythonWithOwnFUSE(
                """
                ended = as_user('bash', '-c', f'alara mount --background {mnt} --workers 2 && cat {mnt}/status')
                assert 'state: ready' in fine(ended), ended.stdout
                fine(as_user('alara', 'unmount', mnt))
                nothing_left()
                """)
        }

        @Test func mountPoint_thatIsNotTheCallers_isRefused() throws {
            try pythonWithOwnFUSE(
                """
                os.chown(mnt, 0, 0)
                refused(as_user('alara', 'mount', mnt, '--workers', '2'), mnt)
                refused(as_user('alara', 'mount', '--background', mnt, '--workers', '2'), mnt)
                os.chmod(mnt, 0o700)
                refused(as_user('alara', 'mount', mnt), mnt)
                nothing_left()
                """)
        }

        @Test func mount_whereTheUserMayNotOpenFUSE_saysSo() throws {
            try pythonWithOwnFUSE(
                """
                os.chmod('/dev/fuse', 0o600)
                refused(as_user('alara', 'mount', mnt, '--workers', '2'), '/dev/fuse')
                nothing_left()
                """)
        }
    }
}
