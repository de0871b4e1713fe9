// SPDX-License-Identifier: Apache-2.0

import Testing

/// Everything here runs the real programs on a real mount. One suite after the other: the tests measure memory, wait
/// with deadlines and count processes, and would disturb one another.
@Suite(.serialized)
enum Device {}
