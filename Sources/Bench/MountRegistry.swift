// SPDX-License-Identifier: Apache-2.0

internal import Linux
internal import Synchronization

/// Every mount of a run, so that any thread can end all of them at any moment.
final class MountRegistry: Sendable {
    private struct State {
        var mounts: [BenchMount] = []
        var isClosed = false
    }
    private let state = Mutex(State())

    /// Mounts in a new folder. What is left of an attempt that fails is ended by `endAll`.
    func mount(_ options: [String]) throws(BenchError) -> BenchMount {
        let mount = try reserve()
        try mount.start(options)
        return mount
    }

    /// Ends one mount.
    func end(_ mount: BenchMount) {
        mount.end()
        state.withLock { state in state.mounts.removeAll { $0.path == mount.path } }
    }

    /// Ends all, and refuses any further one.
    func endAll() {
        let mounts = state.withLock { state in
            state.isClosed = true
            return state.mounts
        }
        for mount in mounts { mount.end() }
    }

    /// The folder is made under the lock, so that `endAll` sees every folder there is.
    private func reserve() throws(BenchError) -> BenchMount {
        let result = state.withLock { state -> Result<BenchMount, BenchError> in
            guard !state.isClosed else { return .failure(.stalled("a run that has ended")) }
            return Result { () throws(BenchError) in
                let path = try attempt("make a temporary folder") { () throws(Errno) in try TemporaryFolder.make() }
                state.mounts.append(BenchMount(path: path))
                return BenchMount(path: path)
            }
        }
        return try result.get()
    }
}
