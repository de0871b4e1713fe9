// SPDX-License-Identifier: Apache-2.0
//
// Two messages at once with the SHA-3 instructions of Armv8.2 (FEAT_SHA3): theta, rho and chi are an instruction each.
#include "Kernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>
#pragma clang attribute push(__attribute__((target("sha3"))), apply_to = function)

#define LANES 2
#define KERNEL alara_keccak_hash_sha3
typedef uint64_t lanes __attribute__((vector_size(16)));

#define xor3(a, b, c) ((lanes)veor3q_u64((uint64x2_t)(a), (uint64x2_t)(b), (uint64x2_t)(c)))
#define parity(a, b, c, d, e) xor3(xor3(a, b, c), d, e)
#define rax1(a, b) ((lanes)vrax1q_u64((uint64x2_t)(a), (uint64x2_t)(b)))
#define xar(a, b, n) ((lanes)vxarq_u64((uint64x2_t)(a), (uint64x2_t)(b), (64 - (n)) % 64)) // rotates to the right
#define chi(a, b, c) ((lanes)vbcaxq_u64((uint64x2_t)(a), (uint64x2_t)(c), (uint64x2_t)(b)))

#include "Pairs.h"

static INLINE void clear_registers(void) { clear_vectors(); }

#include "Kernel.h"
#pragma clang attribute pop
#endif
