// SPDX-License-Identifier: Apache-2.0

import Supervision
import Testing

/// Every state a command can meet, and what becomes of the command there.
struct StateCommandTableTests {
    /// What follows at once.
    enum Expected: Sendable, Equatable {
        case reply(CommandResult)
        case start
        case stop
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let state: String
        /// start, terminate, delete, restart, remove, bounce.
        let expected: [Expected]
        var testDescription: String { state }

        init(_ state: String, _ expected: Expected...) {
            self.state = state
            self.expected = expected
        }
    }

    static func refused(_ error: CommandError) -> Expected { .reply(.failed(error)) }
    static let done = Expected.reply(.done)

    static let rows = [
        Row(
            "absent", .start, refused(.notFound), refused(.notFound), refused(.notFound), refused(.notFound),
            refused(.notFound)),
        Row("running", refused(.alreadyStarted), .stop, refused(.running), refused(.running), .stop, .stop),
        Row(
            "restarting", refused(.alreadyPresent), done, refused(.restarting), refused(.restarting), done, .start),
        Row("parked", refused(.alreadyPresent), done, refused(.restarting), refused(.restarting), done, .start),
        Row("terminated", refused(.alreadyPresent), done, done, .start, done, .start),
        Row(
            "ended", refused(.supervisorEnded), refused(.supervisorEnded), refused(.supervisorEnded),
            refused(.supervisorEnded), refused(.supervisorEnded), refused(.supervisorEnded)),
    ]

    /// A supervisor whose child "x" is in the named state.
    static func bench(in state: String) throws -> Bench {
        var bench = try Bench.up(state == "absent" ? ["a"] : ["a", "x"], parking: Parking(minimumOthers: 0))
        switch state {
        case "restarting":
            bench.die("x")
            bench.fail(toStart: "x")
        case "parked":
            bench.die("x", .quarantined("APT"))
        case "terminated":
            bench.ask(.terminateChild("x"), as: 99)
            bench.die("x", .shutdown)
        case "ended":
            bench.ask(.shutdown, as: 99)
            bench.die("x", .shutdown)
            bench.die("a", .shutdown)
        default:
            break
        }
        return bench
    }

    @Test(arguments: rows)
    func command_inEachState(_ row: Row) throws {
        let commands: [SupervisorCommand<String>] = [
            .startChild(ChildSpec(id: "x")), .terminateChild("x"), .deleteChild("x"), .restartChild("x"),
            .removeChild("x"), .bounceChild("x"),
        ]
        for (command, expected) in zip(commands, row.expected) {
            var bench = try Self.bench(in: row.state)
            let actions = bench.ask(command)
            switch expected {
            case .reply(let result): #expect(actions == [.reply(CommandID(1), result)], "\(command)")
            case .start: #expect(actions.starts == ["x"] && actions.count == 1, "\(command)")
            case .stop: #expect(actions.stops == ["x"] && actions.count == 1, "\(command)")
            }
        }
    }

    /// Events that are not commands: only the one that belongs to the state does anything.
    @Test(arguments: [
        ("running", "exited"), ("restarting", "retry"), ("parked", "unpark"), ("terminated", ""), ("ended", ""),
        ("absent", ""),
    ])
    func event_inEachState(_ state: String, hears: String) throws {
        for name in ["begin", "started", "startFailed", "exited", "retry", "unpark"] {
            var bench = try Self.bench(in: state)
            let incarnation = bench.incarnation(of: "x")
            let events: [String: Supervisor<String>.Event] = [
                "begin": .begin, "started": .started("x", incarnation: incarnation),
                "startFailed": .startFailed("x", incarnation: incarnation, .normal),
                "exited": .exited("x", incarnation: incarnation, .normal), "retry": .retry("x"),
                "unpark": .unpark("x", incarnation: incarnation),
            ]
            let event = try #require(events[name])
            #expect(bench.hear(event).starts == (name == hears ? ["x"] : []), "\(name) when \(state)")
        }
    }
}
