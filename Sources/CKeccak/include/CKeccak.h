// SPDX-License-Identifier: Apache-2.0
//
// Many short SHA3-256 messages at once. Everything here may be called from several threads at a time.
#ifndef ALARA_CKECCAK_H
#define ALARA_CKECCAK_H

#include <stdbool.h>
#include <stddef.h>

// Message i is own ‖ contributions[0][32i ..< 32i + 32] ‖ … ‖ contributions[count - 1][32i ..< 32i + 32], and bytes
// 32i ..< 32i + 32 of the output are its SHA3-256 (FIPS 202 section 6.1).
struct alara_keccak_request {
    void *output;                     // overlaps nothing that is read
    size_t size;                      // bytes of output; the last message's digest is cut short where it ends
    const void *own;                  // 32 bytes
    const void *const *contributions; // each of size bytes, rounded up to a multiple of 32; of any alignment
    size_t count;                     // any number; three and fewer cost one permutation a message
};

// The implementations that this machine can run, the fastest first; at least one.
int alara_keccak_implementations(void);
// Its name, for a log: "AVX-512", "AVX2", "baseline"; on aarch64 "SHA3", "baseline". Never freed.
const char *alara_keccak_name(int implementation);
// Answers the request. Reads each byte of a contribution at least once, and writes exactly the output. The time it takes
// depends on size and count only. Leaves nothing of what it read or made in vector registers or on the stack.
void alara_keccak_hash(int implementation, const struct alara_keccak_request *request);
// Whether it gives known answers, of one permutation and of two, with a whole group and a cut one.
bool alara_keccak_passes_self_test(int implementation);

#endif
