// SPDX-License-Identifier: Apache-2.0
//
// Four messages at once with AVX2.
#include "Kernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define LANES 4
#define KERNEL alara_keccak_hash_avx2
typedef uint64_t lanes __attribute__((vector_size(32)));

// A rotation by whole bytes is one shuffle; the compiler sees it by itself.
#define rol(a, n) ((n) == 0 ? (a) : (a) << (n) | (a) >> ((64 - (n)) % 64))
#define parity(a, b, c, d, e) ((a) ^ (b) ^ (c) ^ (d) ^ (e))
#define rax1(a, b) ((a) ^ rol(b, 1))
#define xar(a, b, n) ({ lanes sum = (a) ^ (b); rol(sum, n); })
#define chi(a, b, c) ((a) ^ (~(b) & (c)))

static INLINE lanes load_row(const uint8_t *from)
{
    lanes row;
    copy(&row, from, sizeof row);
    return row;
}

static INLINE void transpose(lanes *to, lanes r0, lanes r1, lanes r2, lanes r3)
{
    lanes t0 = __builtin_shufflevector(r0, r1, 0, 4, 2, 6), t1 = __builtin_shufflevector(r0, r1, 1, 5, 3, 7);
    lanes t2 = __builtin_shufflevector(r2, r3, 0, 4, 2, 6), t3 = __builtin_shufflevector(r2, r3, 1, 5, 3, 7);
    to[0] = __builtin_shufflevector(t0, t2, 0, 1, 4, 5);
    to[1] = __builtin_shufflevector(t1, t3, 0, 1, 4, 5);
    to[2] = __builtin_shufflevector(t0, t2, 2, 3, 6, 7);
    to[3] = __builtin_shufflevector(t1, t3, 2, 3, 6, 7);
}

static INLINE void load_piece(lanes *to, const uint8_t *from, const size_t *start)
{
    lanes r0 = load_row(from + start[0]), r1 = load_row(from + start[1]);
    lanes r2 = load_row(from + start[2]), r3 = load_row(from + start[3]);
    transpose(to, r0, r1, r2, r3);
}

static INLINE void store_digests(uint8_t *to, lanes a0, lanes a1, lanes a2, lanes a3)
{
    lanes rows[4];
    transpose(rows, a0, a1, a2, a3);
    copy(to, rows, sizeof rows);
}

static INLINE void clear_registers(void)
{
    __asm__ volatile("vzeroall" ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                     "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

#include "Kernel.h"
#pragma clang attribute pop
#endif
