// SPDX-License-Identifier: Apache-2.0
//
// Eight messages at once with AVX-512: rotations (vprolq) and any function of three words (vpternlogq) are one
// instruction, and the state has room in the 32 registers.
#include "Kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)

#define LANES 8
#define KERNEL alara_keccak_hash_avx512
typedef uint64_t lanes __attribute__((vector_size(64)));

// vpternlogq's table is the function's value for each of the eight settings of three bits.
#define ternary(a, b, c, table) ((lanes)_mm512_ternarylogic_epi64((__m512i)(a), (__m512i)(b), (__m512i)(c), table))
#define rol(a, n) ((lanes)_mm512_rol_epi64((__m512i)(a), n))
#define parity(a, b, c, d, e) ternary(ternary(a, b, c, 0x96), d, e, 0x96)
#define rax1(a, b) ((a) ^ rol(b, 1))
#define xar(a, b, n) rol((a) ^ (b), n)
#define chi(a, b, c) ternary(a, b, c, 0xD2)

static INLINE lanes load_pair(const uint8_t *low, const uint8_t *high)
{
    __m512i row = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)low));
    return (lanes)_mm512_inserti64x4(row, _mm256_loadu_si256((const __m256i *)high), 1);
}

static INLINE void load_piece(lanes *to, const uint8_t *from, const size_t *start)
{
    lanes r0 = load_pair(from + start[0], from + start[4]), r1 = load_pair(from + start[1], from + start[5]);
    lanes r2 = load_pair(from + start[2], from + start[6]), r3 = load_pair(from + start[3], from + start[7]);
    lanes t0 = __builtin_shufflevector(r0, r1, 0, 8, 2, 10, 4, 12, 6, 14);
    lanes t1 = __builtin_shufflevector(r0, r1, 1, 9, 3, 11, 5, 13, 7, 15);
    lanes t2 = __builtin_shufflevector(r2, r3, 0, 8, 2, 10, 4, 12, 6, 14);
    lanes t3 = __builtin_shufflevector(r2, r3, 1, 9, 3, 11, 5, 13, 7, 15);
    to[0] = __builtin_shufflevector(t0, t2, 0, 1, 8, 9, 4, 5, 12, 13);
    to[1] = __builtin_shufflevector(t1, t3, 0, 1, 8, 9, 4, 5, 12, 13);
    to[2] = __builtin_shufflevector(t0, t2, 2, 3, 10, 11, 6, 7, 14, 15);
    to[3] = __builtin_shufflevector(t1, t3, 2, 3, 10, 11, 6, 7, 14, 15);
}

static INLINE void store_pair(uint8_t *to, lanes even, lanes odd)
{
    copy(to, &even, 32);
    lanes high = __builtin_shufflevector(even, even, 4, 5, 6, 7, 4, 5, 6, 7);
    copy(to + 128, &high, 32);
    copy(to + 32, &odd, 32);
    high = __builtin_shufflevector(odd, odd, 4, 5, 6, 7, 4, 5, 6, 7);
    copy(to + 160, &high, 32);
}

static INLINE void store_digests(uint8_t *to, lanes a0, lanes a1, lanes a2, lanes a3)
{
    lanes t0 = __builtin_shufflevector(a0, a1, 0, 8, 2, 10, 4, 12, 6, 14); // words 0 and 1 of messages 0, 2, 4, 6
    lanes t1 = __builtin_shufflevector(a0, a1, 1, 9, 3, 11, 5, 13, 7, 15); // and of messages 1, 3, 5, 7
    lanes t2 = __builtin_shufflevector(a2, a3, 0, 8, 2, 10, 4, 12, 6, 14);
    lanes t3 = __builtin_shufflevector(a2, a3, 1, 9, 3, 11, 5, 13, 7, 15);
    lanes m0 = __builtin_shufflevector(t0, t2, 0, 1, 8, 9, 4, 5, 12, 13);
    lanes m1 = __builtin_shufflevector(t1, t3, 0, 1, 8, 9, 4, 5, 12, 13);
    lanes m2 = __builtin_shufflevector(t0, t2, 2, 3, 10, 11, 6, 7, 14, 15);
    lanes m3 = __builtin_shufflevector(t1, t3, 2, 3, 10, 11, 6, 7, 14, 15);
    store_pair(to, m0, m1);
    store_pair(to + 64, m2, m3);
}

static INLINE void clear_registers(void)
{
    __asm__ volatile("vzeroall\n\t"
                     "vpxorq %%zmm16, %%zmm16, %%zmm16\n\tvpxorq %%zmm17, %%zmm17, %%zmm17\n\t"
                     "vpxorq %%zmm18, %%zmm18, %%zmm18\n\tvpxorq %%zmm19, %%zmm19, %%zmm19\n\t"
                     "vpxorq %%zmm20, %%zmm20, %%zmm20\n\tvpxorq %%zmm21, %%zmm21, %%zmm21\n\t"
                     "vpxorq %%zmm22, %%zmm22, %%zmm22\n\tvpxorq %%zmm23, %%zmm23, %%zmm23\n\t"
                     "vpxorq %%zmm24, %%zmm24, %%zmm24\n\tvpxorq %%zmm25, %%zmm25, %%zmm25\n\t"
                     "vpxorq %%zmm26, %%zmm26, %%zmm26\n\tvpxorq %%zmm27, %%zmm27, %%zmm27\n\t"
                     "vpxorq %%zmm28, %%zmm28, %%zmm28\n\tvpxorq %%zmm29, %%zmm29, %%zmm29\n\t"
                     "vpxorq %%zmm30, %%zmm30, %%zmm30\n\tvpxorq %%zmm31, %%zmm31, %%zmm31"
                     ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
                     "xmm12", "xmm13", "xmm14", "xmm15", "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22",
                     "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31");
}

#include "Kernel.h"
#pragma clang attribute pop
#endif
