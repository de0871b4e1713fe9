// SPDX-License-Identifier: Apache-2.0

/// A place on a canvas.
struct Point: Sendable, Equatable {
    /// From the left.
    var x: Double
    /// From the top.
    var y: Double

    /// A place.
    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}
