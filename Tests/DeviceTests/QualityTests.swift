// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension Device {
    /// 64 MiB of output under the usual statistical tests. They would show a gross mistake, not a subtle one.
    @Suite(.serialized) struct Quality {
        @Test func sample_of64MiB_passesEntAndRngtest() async throws {
            try Prerequisites.require("/usr/bin/ent", package: "ent")
            try Prerequisites.require("/usr/bin/rngtest", package: "rng-tools5")
            try await withMount { mount in
                try mount.run("dd if=$MNT/bytes of=$DIR/sample bs=1M count=64 status=none", timeout: 120)
                try expectEntropy(EntReport(csv: mount.run("ent -t $DIR/sample", timeout: 120)))
                // rngtest exits with 1 as soon as one block fails, which some blocks of good data do.
                try expectFIPSCounts(mount.outcome("rngtest <$DIR/sample", timeout: 120).errors)
            }
        }

        private func expectEntropy(_ report: EntReport) {
            #expect(report.size == 64 << 20)
            #expect(report.entropy > 7.99999)
            // 255 degrees of freedom: six standard deviations of 22.6.
            #expect((120.0...391.0).contains(report.chiSquare))
            // Six standard deviations of 73.9 / sqrt(2^26).
            #expect(abs(report.mean - 127.5) < 0.054)
            #expect(abs(report.pi - Double.pi) < 0.005)
            #expect(abs(report.serialCorrelation) < 6.0 / 8192)
        }

        /// Of blocks of 20,000 bits some 8 in 10,000 fail by chance: 21 of these, with a standard deviation of 5.
        private func expectFIPSCounts(_ report: String) throws {
            let successes = try count("successes", in: report)
            let failures = try count("failures", in: report)
            // The first 32 bits start the continuous run test.
            #expect(successes + failures == ((64 << 23) - 32) / 20_000)
            #expect(failures < 55, "\(report)")
            // Two equal words of 32 bits in a row: once in 250 runs.
            #expect(try count("Continuous run", in: report) <= 1)
        }

        private func count(_ what: String, in report: String) throws -> Int {
            let line = report.split(separator: "\n").first { $0.contains(what) }
            guard let number = line?.split(separator: " ").last.flatMap({ Int($0) }) else {
                throw Failure("rngtest does not tell its \(what):\n\(report)")
            }
            return number
        }
    }
}

/// What `ent -t` prints.
private struct EntReport {
    let size: Int
    let entropy: Double
    let chiSquare: Double
    let mean: Double
    let pi: Double
    let serialCorrelation: Double

    init(csv: String) throws {
        let fields = csv.split(separator: "\n").last.map { $0.split(separator: ",").compactMap { Double($0) } } ?? []
        guard fields.count == 7 else {
            throw Failure("not what ent -t prints: \(csv)")
        }
        size = Int(fields[1])
        (entropy, chiSquare, mean, pi, serialCorrelation) = (fields[2], fields[3], fields[4], fields[5], fields[6])
    }
}
