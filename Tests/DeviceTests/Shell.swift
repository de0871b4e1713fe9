// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// What a script printed and how it ended.
struct Outcome: Sendable {
    let exit: Exit
    let output: [UInt8]
    let errors: String

    /// The output as text, without the white space around it.
    var text: String {
        String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var errorLines: [Substring] {
        errors.split(separator: "\n")
    }
}

/// Runs `script` in bash, with the programs under test first in `PATH`; its process group is killed after `timeout`.
///
/// - Throws: a `Failure` if it did not end in time.
func shell(
    _ script: String, environment: [String: String] = [:], timeout: Double = 60
) throws -> Outcome {
    try run("/bin/bash", ["-c", script], script, environment: environment, timeout: timeout)
}

/// Runs `script` in Debian's Python, whose interpreter every user can start, with `arguments` as `sys.argv[1:]`.
func python(
    _ script: String, _ arguments: [String], environment: [String: String] = [:], timeout: Double = 60
) throws -> Outcome {
    try Prerequisites.require("/usr/bin/python3", package: "python3")
    return try run(
        "/usr/bin/python3", ["-B", "-c", pythonPrelude + script] + arguments, script, environment: environment,
        timeout: timeout)
}

/// The environment of every child: the programs first in `PATH`, messages in English, and `more`.
func childEnvironment(_ more: [String: String] = [:]) throws -> [String] {
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = try "\(Programs.directory()):/usr/sbin:/usr/bin:/sbin:/bin"
    environment["BIN"] = try Programs.directory()
    environment["LC_ALL"] = "C.UTF-8"
    environment.merge(more) { _, new in new }
    return environment.map { "\($0.key)=\($0.value)" }
}

private func run(
    _ program: String, _ arguments: [String], _ script: String, environment: [String: String], timeout: Double
) throws -> Outcome {
    let child = try Child(
        program, arguments, environment: childEnvironment(environment), leadsGroup: true)
    let exit: Exit
    do {
        exit = try child.wait("the script below", within: timeout)
    } catch {
        child.signal(SIGKILL)
        let killed = try? child.wait("the killed script", within: 10)
        throw Failure(
            """
            \(error)\(killed == nil ? ", and even SIGKILL did not end it" : "")
            \(script)
            it had printed: \(child.output.text.prefix(2000))
            and on stderr: \(child.errors.text.prefix(2000))
            """)
    }
    return Outcome(exit: exit, output: child.output.bytes, errors: child.errors.text)
}

extension Outcome {
    /// This outcome, if the script exited with 0.
    func checked(_ script: String) throws -> Outcome {
        guard exit == .status(0) else {
            throw Failure(
                """
                this ended with \(exit):
                \(script)
                stdout: \(String(decoding: output.prefix(2000), as: UTF8.self))
                stderr: \(errors.suffix(4000))
                """)
        }
        return self
    }
}
