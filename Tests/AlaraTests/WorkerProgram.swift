// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The worker program of this build.
enum WorkerProgram {
    /// In ALARA_BIN_DIR, else beside the image of these tests.
    static let path: String = folder + "/alara-worker"

    private static var folder: String {
        if let named = ProcessInfo.processInfo.environment["ALARA_BIN_DIR"] { return named }
        let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        let image = maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }
        let path = image?.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true).last ?? "./none"
        return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]).trimmingCharacters(in: .whitespaces)
    }
}
