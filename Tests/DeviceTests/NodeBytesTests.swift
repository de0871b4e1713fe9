// SPDX-License-Identifier: Apache-2.0

import Testing

extension Device {
    /// `node/ID/bytes` gives root one worker's bytes as they are.
    @Suite(.sharedMount(workers: 3))
    struct NodeBytes {
        @Test func list_showsEveryWorkerOfThePool() throws {
            let mount = try Mount.shared
            let listed = try mount.run("ls $MNT/node").split(separator: "\n").compactMap { Int($0) }
            #expect(try Set(listed) == Set(mount.nodes().map(\.id)))
        }

        @Test func read_ofAnyLength_isFullAndNeverRepeats() throws {
            try Mount.shared.python(
                """
                pieces = []
                for node in os.listdir(f'{mnt}/node'):
                    for again in range(2):
                        fd = os.open(f'{mnt}/node/{node}/bytes', os.O_RDONLY)
                        for count in (32, 4096, 65536, 1 << 20):
                            pieces.append(os.read(fd, count))
                            expect(len(pieces[-1]), count, f'length from worker {node}')
                        os.close(fd)
                with open(f'{mnt}/bytes', 'rb') as file:
                    pieces.append(file.read(1 << 20))
                expect_distinct(pieces, 'raw and mixed bytes')
                """)
        }

        @Test func lookup_ofNoSuchWorker_isENOENT() throws {
            try Mount.shared.python(
                """
                for name in ('0', '99', '01', '-1', 'x', '1/other', '18446744073709551617'):
                    expect(error_of(os.stat, f'{mnt}/node/{name}'), 'ENOENT', name)
                """)
        }
    }
}
