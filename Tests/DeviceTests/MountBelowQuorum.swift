// SPDX-License-Identifier: Apache-2.0

/// A mount that waits for its quorum of 2: one worker runs, the other one's FIFO has no writer.
func withMountBelowQuorum(_ body: (Mount) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let options = MountOptions(
        workers: 1, quorum: 2, sources: ["file:\(try directory.makeFIFO("fifo"))"],
        state: "waiting-for-quorum")
    try await withMount(options, in: directory) { mount in
        try wait(for: "one worker to run and one to wait") {
            try mount.nodes().map(\.state) == ["running", "waiting"]
        }
        try await body(mount)
    }
}
