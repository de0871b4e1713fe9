// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What Python's hashlib makes of contributions that it chose itself: one process for all cases.
struct Reference: Sendable {
    /// Workers and bytes of one output.
    struct Case: Hashable, Sendable {
        let workers: Int
        let count: Int
    }

    static let cases: [Case] =
        [1, 31, 32, 33, 4096, 65537].flatMap { count in (1...16).map { Case(workers: $0, count: count) } }
        + [1 << 20, (1 << 20) + 1].flatMap { count in [1, 3, 16].map { Case(workers: $0, count: count) } }

    /// w0.
    let own: [UInt8]
    /// Sixteen contributions for the longest output.
    let contributions: [[UInt8]]
    /// What each case has to give.
    let outputs: [Case: [UInt8]]

    /// Block i = SHA3-256(w0 ‖ w1[i] ‖ … ‖ wn[i]), written from the design and not from the mixer.
    private static let script = """
        import hashlib, sys
        size = (1 << 20) + 32
        own = hashlib.shake_256(b"own").digest(32)
        shares = [hashlib.shake_256(b"worker %d" % i).digest(size) for i in range(16)]
        out = sys.stdout.buffer
        out.write(own + b"".join(shares))
        for case in sys.argv[1:]:
            workers, count = map(int, case.split(":"))
            blocks = []
            for at in range(0, count, 32):
                message = own + b"".join(share[at:at + 32] for share in shares[:workers])
                blocks.append(hashlib.sha3_256(message).digest())
            out.write(b"".join(blocks)[:count])
        """

    /// The only one, made when it is first asked for.
    static let shared = Result { try Reference() }

    private init() throws {
        let output = try Self.run()
        let size = (1 << 20) + 32
        own = Array(output[..<32])
        contributions = (0..<16).map { Array(output[32 + $0 * size..<32 + ($0 + 1) * size]) }
        var outputs: [Case: [UInt8]] = [:]
        var start = 32 + 16 * size
        for item in Self.cases {
            guard start + item.count <= output.count else { throw CocoaError(.fileReadCorruptFile) }
            outputs[item] = Array(output[start..<start + item.count])
            start += item.count
        }
        guard start == output.count else { throw CocoaError(.fileReadCorruptFile) }
        self.outputs = outputs
    }

    private static func run() throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + cases.map { "\($0.workers):\($0.count)" }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return Array(output)
    }
}
