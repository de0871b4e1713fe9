// SPDX-License-Identifier: Apache-2.0
//
// What the files of this module share.
#ifndef ALARA_KERNELS_H
#define ALARA_KERNELS_H

#include "CKeccak.h"

#include <stdint.h>
#include <string.h>

// Bytes copied without a call; how many is a constant.
#define copy(to, from, count) __builtin_memcpy_inline(to, from, count)
#define INLINE inline __attribute__((always_inline, unused))

// The request answered with one instruction set. They leave the stack below their caller's frame to be wiped.
#if defined(__x86_64__)
void alara_keccak_hash_avx512(const struct alara_keccak_request *request);
void alara_keccak_hash_avx2(const struct alara_keccak_request *request);
#elif defined(__aarch64__)
void alara_keccak_hash_sha3(const struct alara_keccak_request *request);
#endif
void alara_keccak_hash_baseline(const struct alara_keccak_request *request);

#endif
