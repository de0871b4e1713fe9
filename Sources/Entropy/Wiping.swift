// SPDX-License-Identifier: Apache-2.0

/// Overwrites `values` with zeros in place.
///
/// The limits: an array that is shared is copied first, so callers wipe only arrays that they alone hold; copies that
/// the compiler keeps in registers or on the stack are out of reach. Not inlined, so that the stores are not seen to
/// be dead.
@inline(never)
func wipe<Value: FixedWidthInteger>(_ values: inout [Value]) {
    for index in values.indices { values[index] = 0 }
}
