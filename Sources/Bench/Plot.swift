// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Linux

/// The file for the plot, made before anything is measured: a run is not to fail at its end.
public struct Plot: Sendable {
    private let path: String
    private let file: Held<FileDescriptor>

    /// Opens or makes it; what it holds is lost.
    public init(_ path: String) throws(BenchError) {
        self.path = path
        // SAFETY: the path is lent as a terminated string for the call.
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .unwritable(path, Errno(rawValue: errno)) }
        file = Held(FileDescriptor(owning: number))
    }

    /// Writes the report's plot.
    public func write(_ report: BenchReport) throws(BenchError) {
        let document = Array(report.svg.utf8)
        let result = file.with { file in Result { () throws(Errno) in try file.writeAll(document) } }
        if case .failure(let error)? = result { throw .unwritable(path, error) }
    }
}
