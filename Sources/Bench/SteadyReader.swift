// SPDX-License-Identifier: Apache-2.0

internal import Linux

/// Reads a file again and again with short pauses, on a thread of its own, until it is stopped.
struct SteadyReader: ~Copyable {
    private static let pauseNanoseconds: Int64 = 200_000
    private let isStopped = FutexWord()
    private let thread: Held<Thread>

    /// Starts to read so many bytes at a time.
    init(_ path: String, size: Int) throws(BenchError) {
        let reader = try Reader(path, size: size)
        let isStopped = isStopped
        let thread = try attempt("start a thread") { () throws(Errno) in
            try Thread(name: "steady") {
                while isStopped.load() == 0, (try? reader.readOnce()) != nil {
                    isStopped.wait(while: 0, nanoseconds: Self.pauseNanoseconds)
                }
            }
        }
        self.thread = Held(thread)
    }

    /// Stops, and waits for the end of the last read.
    consuming func stop() {
        isStopped.store(1)
        isStopped.wake()
        thread.take()?.join()
    }
}
