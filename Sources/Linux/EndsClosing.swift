// SPDX-License-Identifier: Apache-2.0

extension FileDescriptor.Ends {
    /// Closes the second end: it was handed to a child, or nothing more is to be written.
    public mutating func closeSecond() { second = FileDescriptor(owning: -1) }

    /// Moves the first end out; what stays in its place names nothing.
    public mutating func takeFirst() -> FileDescriptor {
        var taken = FileDescriptor(owning: -1)
        swap(&taken, &first)
        return taken
    }
}
