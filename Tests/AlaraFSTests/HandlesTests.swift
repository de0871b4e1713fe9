// SPDX-License-Identifier: Apache-2.0

import Entropy
import Testing

@testable import AlaraFS

/// What open files hold, and how much.
struct HandlesTests {
    private static let largest = Handles.userLimit - Handles.overhead

    @Test func number_isUniqueOverOpensAndEpochs() throws {
        let first = Handles(epoch: 1)
        let second = Handles(epoch: 2)
        var seen: Set<UInt64> = []
        for handles in [first, second] {
            for user in 0..<100 as Range<UInt32> {
                seen.insert(handles.number())
                seen.insert(try #require(handles.open(.table([]), size: 0, user: user)))
            }
        }
        #expect(seen.count == 400)
    }

    @Test func content_isWhatWasKeptUntilItIsClosed() throws {
        let handles = Handles(epoch: 1)
        let number = try #require(handles.open(.table([1, 2, 3]), size: 3, user: 0))
        guard case .table([1, 2, 3]) = handles.content(number) else {
            Issue.record("another content")
            return
        }
        handles.close(number)
        #expect(handles.content(number) == nil)
        handles.close(number)
        #expect(handles.content(handles.number()) == nil)
    }

    @Test func open_ofMoreThanAUserMayHold_isRefusedForThatUserAlone() throws {
        let handles = Handles(epoch: 1)
        let number = try #require(handles.open(.table([]), size: Self.largest, user: 7))
        #expect(handles.open(.table([]), size: 0, user: 7) == nil)
        #expect(handles.open(.table([]), size: 0, user: 8) != nil)
        handles.close(number)
        #expect(handles.open(.table([]), size: Self.largest, user: 7) != nil)
        #expect(handles.open(.table([]), size: Self.largest + 1, user: 9) == nil)
    }

    @Test func open_ofMoreThanAllMayHold_isRefusedUntilSomethingIsClosed() throws {
        let handles = Handles(epoch: 1)
        let users = UInt32(Handles.limit / Handles.userLimit)
        let numbers = try (0..<users).map {
            try #require(handles.open(.table([]), size: Self.largest, user: $0), "user \($0)")
        }
        #expect(handles.open(.table([]), size: 0, user: users) == nil)
        handles.close(numbers[3])
        #expect(handles.open(.table([]), size: Self.largest, user: users) != nil)
        #expect(handles.open(.table([]), size: 0, user: users + 1) == nil)
    }

    @Test func openAndClose_aThousandTimes_holdNothing() throws {
        let handles = Handles(epoch: 1)
        for _ in 0..<1000 {
            handles.close(try #require(handles.open(.table([]), size: Self.largest, user: 1)))
        }
        #expect(handles.open(.table([]), size: Self.largest, user: 1) != nil)
    }

    @Test func open_ofNothing_isBoundedToo() throws {
        let handles = Handles(epoch: 1)
        var opened = 0
        while opened <= Handles.userLimit, handles.open(.table([]), size: 0, user: 1) != nil { opened += 1 }
        #expect(opened == Handles.userLimit / Handles.overhead)
    }

    @Test func keep_ofASecondResult_givesTheFirst() throws {
        let handles = Handles(epoch: 1)
        let form = try #require(ResultForm(directory: "bytes", name: "3"))
        let number = try #require(handles.open(.result(form, nil), size: 3, user: 0))
        #expect(handles.keep([1, 2, 3], for: number) == [1, 2, 3])
        #expect(handles.keep([4, 5, 6], for: number) == [1, 2, 3])
        guard case .result(form, [1, 2, 3]) = handles.content(number) else {
            Issue.record("another content")
            return
        }
        handles.close(number)
        #expect(handles.keep([7], for: number) == [7])
        #expect(handles.content(number) == nil)
    }

    @Test func withLines_keepsAnUnfinishedLineBetweenCalls() throws {
        let handles = Handles(epoch: 1)
        let number = try #require(handles.open(.control(ControlLines(), text: [9]), size: 0, user: 0))
        #expect(try Self.feed("ad", handles, number).isEmpty)
        #expect(try Self.feed("d\nre", handles, number) == ["add"])
        let rest = try handles.withLines(number) { lines in lines.finish() }
        #expect(rest.map { String(decoding: $0, as: UTF8.self) } == "re")
        guard case .control(_, text: [9]) = handles.content(number) else {
            Issue.record("another content")
            return
        }
    }

    @Test func withLines_ofAnEarlierServersFile_beginsAnew() throws {
        let handles = Handles(epoch: 2)
        #expect(try Self.feed("add\n", handles, 1 << 40 | 5) == ["add"])
        #expect(handles.content(1 << 40 | 5) == nil)
    }

    private static func feed(_ text: String, _ handles: Handles, _ number: UInt64) throws -> [String] {
        let bytes = Array(text.utf8)
        let lines = try handles.withLines(number) { (lines) throws(ControlError) in
            try lines.feed(bytes.span.bytes)
        }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
