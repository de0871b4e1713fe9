// SPDX-License-Identifier: Apache-2.0
//
// Two messages at once with what every processor of the architecture has: SSE2 on x86-64, NEON on aarch64.
#include "Kernels.h"

#define LANES 2
#define KERNEL alara_keccak_hash_baseline
typedef uint64_t lanes __attribute__((vector_size(16)));

#define rol(a, n) ((n) == 0 ? (a) : (a) << (n) | (a) >> ((64 - (n)) % 64))
#define parity(a, b, c, d, e) ((a) ^ (b) ^ (c) ^ (d) ^ (e))
#define rax1(a, b) ((a) ^ rol(b, 1))
#define xar(a, b, n) ({ lanes sum = (a) ^ (b); rol(sum, n); })
#define chi(a, b, c) ((a) ^ (~(b) & (c)))

#include "Pairs.h"

static INLINE void clear_registers(void)
{
#if defined(__x86_64__)
    __asm__ volatile("pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\tpxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
                     "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\tpxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
                     "pxor %%xmm8, %%xmm8\n\tpxor %%xmm9, %%xmm9\n\tpxor %%xmm10, %%xmm10\n\tpxor %%xmm11, %%xmm11\n\t"
                     "pxor %%xmm12, %%xmm12\n\tpxor %%xmm13, %%xmm13\n\tpxor %%xmm14, %%xmm14\n\tpxor %%xmm15, %%xmm15"
                     ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
                     "xmm12", "xmm13", "xmm14", "xmm15");
#elif defined(__aarch64__)
    clear_vectors();
#endif
}

#include "Kernel.h"
