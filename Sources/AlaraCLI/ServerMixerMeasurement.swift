// SPDX-License-Identifier: Apache-2.0

internal import Bench
internal import Holder
internal import Linux

/// Measures the mixer in a process of alara-server, which links it; this program does not.
struct ServerMixerMeasurement: MixerMeasurement {
    /// The path of alara-server.
    let program: String

    func measure(seconds: Double) -> MixerSpeeds {
        let words = (try? run(seconds))?.split(separator: "\t") ?? []
        guard words.count == 3, let mixer = Double(words[1]), let reference = Double(words[2]) else {
            return MixerSpeeds(instructionSet: "not measured", bytesPerSecond: 0, referenceBytesPerSecond: 1)
        }
        return MixerSpeeds(
            instructionSet: String(words[0]), bytesPerSecond: mixer, referenceBytesPerSecond: reference)
    }

    private func run(_ seconds: Double) throws(Errno) -> String {
        var pipe = try FileDescriptor.pipe()
        var child = ChildProgram(.path(program), ["alara-server", "measure-mixer", "\(seconds)"])
        child.standard = [-1, pipe.second.rawValue, 2]
        let process = try child.spawn()
        pipe.closeSecond()
        let text = try pipe.first.readAll(limit: 4096)
        _ = process.wait()
        return String(decoding: text, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
}
