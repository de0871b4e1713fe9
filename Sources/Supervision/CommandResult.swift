// SPDX-License-Identifier: Apache-2.0

/// The answer to a command.
public enum CommandResult: Sendable, Equatable {
    /// It was done.
    case done
    /// It was refused or failed; nothing more will come of it.
    case failed(CommandError)

    /// Returns when the command was done.
    ///
    /// - Throws: the reason it was not.
    public func get() throws(CommandError) {
        if case .failed(let error) = self { throw error }
    }
}
