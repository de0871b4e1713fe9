// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

extension Device {
    /// Commands written to `control` are done when the write returns.
    @Suite(.sharedMount(workers: 2))
    struct Control {
        @Test(arguments: [
            "echo add > $MNT/control", "echo add >> $MNT/control", "echo add | tee $MNT/control >/dev/null",
            "echo add | tee -a $MNT/control >/dev/null", "dash -c 'echo add > $MNT/control'", "alara add --at $MNT",
            "alara add openssl --at $MNT", "printf 'add openssl\\n' > $MNT/control", "echo add kernel > $MNT/control",
            "echo add file:/dev/urandom > $MNT/control", "printf 'add\\n' | dd of=$MNT/control bs=64 status=none",
            "printf 'add\\n' | dd of=$MNT/control bs=64 conv=notrunc oflag=append status=none",
        ])
        func add_byAnyProgram_hasMadeOneWorkerWhenItReturns(script: String) throws {
            try expectAdded(1) { try $0.run(script) }
        }

        @Test func add_inALineSplitOverTwoWrites_makesOneWorker() throws {
            try expectAdded(1) { mount in
                try mount.python(
                    """
                    before = len(table())
                    fd = os.open(f'{mnt}/control', os.O_WRONLY)
                    expect(os.write(fd, b'ad'), 2, 'the first write')
                    expect(len(table()), before, 'workers after half a line')
                    expect(os.write(fd, b'd\\n'), 2, 'the second write')
                    expect(len(table()), before + 1, 'workers after the whole line')
                    os.close(fd)
                    """)
            }
        }

        @Test func add_inALineSplitOverTheWritesOfTwoPrograms_makesOneWorker() throws {
            try expectAdded(1) { try $0.run("{ /usr/bin/printf ad; /usr/bin/printf 'd\\n'; } > $MNT/control") }
        }

        @Test func add_inSeveralLinesOfOneWrite_makesAsManyWorkers() throws {
            try expectAdded(3) { mount in
                try mount.python("expect(write_control(b'add\\nadd openssl\\nadd kernel\\n'), 27, 'written bytes')")
            }
        }

        @Test func add_inLinesThatEndInAnotherWrite_makesAsManyWorkers() throws {
            try expectAdded(2) { mount in
                try mount.python(
                    """
                    fd = os.open(f'{mnt}/control', os.O_WRONLY)
                    expect(os.write(fd, b'add\\nad'), 6, 'the first write')
                    expect(os.write(fd, b'd\\n'), 2, 'the second write')
                    os.close(fd)
                    """)
            }
        }

        @Test func add_withoutANewline_makesOneWorkerAfterTheClose() throws {
            let mount = try Mount.shared
            let before = try mount.nodes()
            try mount.run("printf add > $MNT/control")
            // The kernel sends RELEASE after close has returned.
            try wait(for: "the worker that was added without a newline") {
                try mount.nodes().count == before.count + 1
            }
        }

        @Test func add_atAnyOffset_isTaken() throws {
            try expectAdded(2) { mount in
                try mount.python(
                    """
                    fd = os.open(f'{mnt}/control', os.O_WRONLY)
                    expect(os.pwrite(fd, b'add\\n', 1 << 40), 4, 'written far behind the start')
                    expect(os.pwrite(fd, b'add\\n', 0), 4, 'written at the start')
                    os.close(fd)
                    """)
            }
        }

        @Test func add_ofAFIFOWithAWriter_givesItsBytes() throws {
            let mount = try Mount.shared
            let fifo = "\(mount.directory)/fifo"
            try mount.run("mkfifo -m 600 \(fifo)")
            let source = try Child(
                "/bin/bash", ["-c", "exec cat /dev/urandom > \(fifo)"], environment: childEnvironment(),
                leadsGroup: true)
            defer {
                source.signal(SIGKILL)
                _ = try? source.wait("the FIFO's writer", within: 5)
            }
            try mount.run("echo add file:\(fifo) > $MNT/control")
            let id = try #require(try mount.nodes().last).id
            try wait(for: "the FIFO's worker to run and to give bytes") {
                try mount.run("head -c 4096 $MNT/bytes >/dev/null")
                let node = try mount.node(id)
                return node.state == "running" && node.source == "file:\(fifo)" && node.bytes > 0
            }
            try mount.run("echo remove \(id) > $MNT/control")
        }

        @Test func truncationAlone_changesNothing() throws {
            try expectAdded(0) { mount in
                try mount.run(": > $MNT/control && truncate -s 0 $MNT/control && touch $MNT/control")
            }
        }

        @Test func help_changesNothing() throws {
            try expectAdded(0) { try $0.run("echo help > $MNT/control") }
        }

        @Test func remove_endsThatProcessAndItsIdIsNeverUsedAgain() throws {
            let mount = try Mount.shared
            try mount.run("echo add > $MNT/control")
            let last = try #require(try mount.nodes().last)
            let process = try ProcessIdentity(mount.pid(last.id))
            try mount.run("echo remove \(last.id) > $MNT/control")
            #expect(process?.isAlive == false)
            #expect(try !mount.nodes().map(\.id).contains(last.id))
            try mount.run("echo add > $MNT/control")
            #expect(try mount.nodes().last?.id == last.id + 1)
        }

        @Test func remove_byTheCommandLine_endsThatProcess() throws {
            let mount = try Mount.shared
            try mount.run("alara add --at $MNT")
            let last = try #require(try mount.nodes().last)
            let process = try ProcessIdentity(mount.pid(last.id))
            try mount.run("alara remove \(last.id) --at $MNT")
            #expect(process?.isAlive == false)
            #expect(try !mount.nodes().map(\.id).contains(last.id))
        }

        @Test(arguments: ["echo restart ID > $MNT/control", "alara restart ID --at $MNT"])
        func restart_givesTheSameIdANewProcess(script: String) throws {
            let mount = try Mount.shared
            let first = try #require(try mount.nodes().first)
            let process = try ProcessIdentity(mount.pid(first.id))
            try mount.run(script.replacing("ID", with: "\(first.id)", maxReplacements: 1))
            let again = try mount.node(first.id)
            #expect(process?.isAlive == false)
            #expect(again.state == "running")
            #expect(again.pid != nil && again.pid != first.pid)
        }

        @Test(arguments: ["echo quorum N > $MNT/control", "alara quorum N --at $MNT"])
        func quorum_isSetAndGuardsTheLastWorkers(script: String) async throws {
            try await withMount(MountOptions(workers: 3)) { mount in
                try mount.run(script.replacing("quorum N", with: "quorum 3"))
                #expect(try mount.status()["quorum"] == "3")
                let refused = try mount.python("print(error_of(write_control, b'remove 1\\n'))")
                #expect(refused == "EBUSY")
                #expect(try mount.nodes().count == 3)
                try mount.run(script.replacing("quorum N", with: "quorum 2"))
                #expect(try mount.status()["quorum"] == "2")
                try mount.run("echo remove 1 > $MNT/control")
                #expect(try mount.nodes().map(\.id) == [2, 3])
                #expect(try mount.python("print(error_of(write_control, b'remove 2\\n'))") == "EBUSY")
                #expect(try mount.run("head -c 1000 $MNT/bytes | wc -c") == "1000")
            }
        }

        @Test func readBack_showsTheLastResults() throws {
            let mount = try Mount.shared
            try mount.run("echo add kernel > $MNT/control")
            #expect(try mount.text("control").contains("add kernel"))
        }

        /// Expects that `change` makes so many workers, which run as the server's processes when it returns.
        private func expectAdded(_ count: Int, by change: (Mount) throws -> Void) throws {
            let mount = try Mount.shared
            let before = try mount.nodes()
            try change(mount)
            let after = try mount.nodes()
            #expect(after.dropLast(count).map(\.id) == before.map(\.id))
            #expect(after.dropLast(count).map(\.pid) == before.map(\.pid))
            let server = try mount.serverPID
            for node in after.suffix(count) {
                #expect(node.state == "running")
                #expect(node.id > before.map(\.id).max() ?? 0)
                #expect(node.pid.flatMap(Processes.parent) == server)
            }
        }
    }
}
