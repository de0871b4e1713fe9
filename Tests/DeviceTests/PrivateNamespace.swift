// SPDX-License-Identifier: Apache-2.0

/// Runs a Python script as root in mount and process namespaces of its own, where /dev/fuse is open to every user.
/// Whatever the script leaves running or mounted ends with it.
///
/// It finds copies of the programs as they are installed, root's and of mode 0711, first in `PATH`; in `mnt` a mount
/// point of the user 65534's, in `directory` a folder of root's, and the helpers below.
func pythonWithOwnFUSE(_ script: String, _ arguments: [String] = [], timeout: Double = 60) throws {
    try Prerequisites.requireRootAndFUSE()
    for program in ["/usr/bin/unshare", "/usr/bin/setpriv"] {
        try Prerequisites.require(program, package: "util-linux")
    }
    try Prerequisites.require("/usr/bin/fusermount3", package: "fuse3")
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let command = """
        exec unshare --mount --propagation private --pid --fork --kill-child=SIGKILL --mount-proc \
            /usr/bin/python3 -B -c "$SCRIPT" "$DIR/mnt" $ARGUMENTS
        """
    let environment = [
        "SCRIPT": pythonPrelude + namespacePrelude + script, "DIR": directory.path,
        "ARGUMENTS": arguments.joined(separator: " "),
    ]
    _ = try shell(command, environment: environment, timeout: timeout).checked(script)
}

private let namespacePrelude = """
    directory, programs = os.environ['DIR'], os.environ['DIR'] + '/bin'
    USER = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

    def setup():
        for folder in ('dev', 'bin', 'mnt'):
            os.mkdir(f'{directory}/{folder}')
        def command(*words):
            subprocess.run(words, check=True)
        with open('/proc/self/mountinfo') as file:
            others = [line.split()[4] for line in file if ' - fuse' in line and 'alara' in line]
        for other in others:
            command('umount', '-l', other)
        command('mount', '-t', 'tmpfs', '-o', 'mode=755', 'none', f'{directory}/dev')
        command('mknod', '-m', '666', f'{directory}/dev/fuse', 'c', '10', '229')
        command('mount', '--bind', f'{directory}/dev/fuse', '/dev/fuse')
        built = [f"{os.environ['BIN']}/{name}" for name in ('alara', 'alara-server', 'alara-worker')]
        command('install', '-m', '0711', *built, programs)
        os.environ['PATH'] = f"{programs}:{os.environ['PATH']}"
        os.chown(mnt, 65534, 65534)

    def run(*command, timeout=30):
        return subprocess.run(command, capture_output=True, text=True, errors='replace', timeout=timeout)

    def as_user(*command, timeout=30):
        return run(*USER, *command, timeout=timeout)

    def fine(ended):
        expect(ended.returncode, 0, f'{ended.args}: {ended.stderr}')
        return ended.stdout

    def refused(ended, *mentions):
        '''Expects one line of error that mentions something, and an exit status of sysexits.h.'''
        assert 64 <= ended.returncode <= 78, f'{ended.args} ended with {ended.returncode}: {ended.stderr}'
        expect(len(ended.stderr.splitlines()), 1, f'lines of {ended.stderr!r}')
        for mention in mentions:
            assert mention in ended.stderr, f'{mention} is not in {ended.stderr!r}'

    def mounted(path=None):
        with open('/proc/self/mountinfo') as file:
            return (path or mnt) in [line.split()[4] for line in file]

    def programs_running():
        '''The pids of all processes of the device's programs.'''
        found = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                if os.readlink(f'/proc/{pid}/exe').startswith(programs):
                    found.append(int(pid))
            except OSError:
                pass
        return found

    def nothing_left():
        wait_for('every process of the device to end', lambda: not programs_running())
        assert not mounted(), 'it is still mounted'

    def answers(command=()):
        ended = run(*command, 'cat', f'{mnt}/status', timeout=10)
        return ended.returncode == 0 and 'state: ready' in ended.stdout and 'workers_starting: 0' in ended.stdout

    def start(*arguments, command=USER):
        '''Starts the holder in the foreground, as the user if not told otherwise.'''
        holder = subprocess.Popen([*command, 'alara', 'mount', mnt, *arguments], stderr=subprocess.PIPE)
        def up():
            assert holder.poll() is None, f'alara mount ended with {holder.poll()}: {holder.stderr.read()}'
            return mounted() and answers(command)
        wait_for('the mount to answer', up, 20)
        return holder

    setup()


    """
