// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// The programs under test.
enum Programs {
    static let names = ["alara", "alara-server", "alara-worker"]

    /// The folder they are in: `ALARA_BIN_DIR`, else the one that the running test bundle was built into.
    static func directory() throws -> String {
        try found.get()
    }

    private static let found: Result<String, Failure> = {
        let folder: String
        if let named = ProcessInfo.processInfo.environment["ALARA_BIN_DIR"] {
            folder = named
        } else if let bundle = loadedTestBundle() {
            folder = String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.endIndex)])
        } else {
            return .failure(Failure("cannot tell where the programs are: set ALARA_BIN_DIR to their folder"))
        }
        for name in names where access("\(folder)/\(name)", X_OK) != 0 {
            return .failure(Failure("no program \(name) in \(folder): build first, or set ALARA_BIN_DIR"))
        }
        return .success(folder)
    }()

    /// The path of the test bundle among the files mapped into this process.
    private static func loadedTestBundle() -> String? {
        let maps = ProcFile.text("/proc/self/maps") ?? ""
        for line in maps.split(separator: "\n") {
            if let slash = line.firstIndex(of: "/"), line.hasSuffix("PackageTests.xctest") {
                return String(line[slash...])
            }
        }
        return nil
    }
}
