// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import Testing

@testable import AlaraCLI

@Suite struct OptionTests {
    func mount(_ words: String...) throws -> MountCommand {
        try #require(try AlaraCommand.parseAsRoot(["mount"] + words) as? MountCommand)
    }

    @Test func mount_hasThreeWorkersOfTheDefaultSource() throws {
        #expect(try mount("/m").sources == ["openssl", "openssl", "openssl"])
    }

    @Test func mount_addsTheNamedSources() throws {
        let command = try mount("--workers", "1", "--source", "kernel", "--source", "cpu", "--quorum", "3", "/m")
        #expect(command.sources == ["openssl", "kernel", "cpu"])
        #expect(command.quorum == 3)
        #expect(try mount("--workers", "0", "--source", "kernel", "/m").sources == ["kernel"])
    }

    @Test func mount_asADaemon_meansTheSame() throws {
        let command = try mount(
            "--background", "-o", "noexec", "-o", "noatime", "--workers", "2", "--source", "kernel", "--quorum", "2",
            "--libexec", "/l", "--log-level", "debug", "m")
        let words = command.daemonArguments(path: "/-x/m", ready: 3)
        let daemon = try #require(try AlaraCommand.parseAsRoot(Array(words.dropFirst())) as? MountCommand)
        #expect(!daemon.background)
        #expect(daemon.mountPoint == "/-x/m")
        #expect(daemon.sources == command.sources)
        #expect(daemon.quorum == 2)
        #expect(daemon.options == ["noexec", "noatime"])
        #expect(daemon.libexec == "/l")
        #expect(daemon.logLevel.rawValue == "debug")
        #expect(daemon.readyDescriptor == 3)
    }

    @Test(arguments: [
        ["mount"], ["mount", "--workers", "0", "/m"], ["mount", "--workers", "65", "/m"],
        ["mount", "--workers", "64", "--source", "cpu", "/m"], ["mount", "--quorum", "4", "/m"],
        ["mount", "--quorum", "0", "/m"], ["mount", "--source", "two words", "/m"],
        ["mount", "--log-level", "loud", "/m"], ["int", "0"], ["int", "65537"], ["int", "x"], ["bytes", "-1"],
        ["bytes"], ["bits", "1.5"], ["quorum", "0"], ["remove"], ["remove", "0"], ["add", "a\nremove 1"], ["add", ""],
        ["nonsense"],
    ])
    func wrongCommandLines_areUsageErrors(_ words: [String]) {
        do {
            _ = try AlaraCommand.parseAsRoot(words)
            Issue.record("\(words) was taken")
        } catch {
            #expect(AlaraCommand.exitCode(for: error).rawValue == 64)
        }
    }

    @Test(arguments: [
        ["bytes", "32"], ["bits", "0"], ["int", "65536", "--at", "/m"], ["nodes"], ["status"], ["add"],
        ["add", "file:/dev/hwrng"], ["remove", "3"], ["restart", "3"], ["quorum", "2"], ["unmount"],
        ["unmount", "--force", "/m"],
    ])
    func rightCommandLines_areTaken(_ words: [String]) throws {
        _ = try AlaraCommand.parseAsRoot(words)
    }

    @Test func everyCommand_hasAnExample() {
        for command in AlaraCommand.configuration.subcommands {
            #expect(command.configuration.discussion.contains("Example"), "\(command)")
        }
    }
}
