// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// Where the worker program may be.
enum WorkerProgramPath {
    /// The path that the caller names, else the one beside the running program, else the one in libexec next to it.
    static func find(_ named: String?) throws(EntropyError) -> String {
        if let named {
            guard isProgram(named) else { throw .noWorkerProgram(named) }
            return named
        }
        guard let folder = CurrentProcess.programFolder else { throw .noWorkerProgram("the running program's folder") }
        let places = ["\(folder)/alara-worker", "\(folder)/../libexec/alara/alara-worker"]
        for place in places where isProgram(place) { return place }
        throw .noWorkerProgram(places.joined(separator: " and "))
    }

    private static func isProgram(_ path: String) -> Bool {
        guard let file = try? FileInformation(path), !file.isDirectory else { return false }
        return CurrentProcess.mayExecute(path)
    }
}
