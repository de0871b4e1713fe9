// SPDX-License-Identifier: Apache-2.0
//
// The implementations and the choice among them. Each file named after an instruction set says what a vector is and
// includes Kernel.h, which has the algorithm.
//
// Measured: AMD EPYC (Zen 4) at 3.68 GHz, one core, clang 21 -O2 (what a release build uses), requests of 8,192 bytes,
// every implementation and OpenSSL 3.0.22's EVP (digest fetched once, context used again) in turn, 500 times. Median
// nanoseconds for 256 bytes of output, that is eight messages, and how many times faster than EVP that is (the median of
// EVP for 1, 16 and 64 contributions was disturbed: there, the ratio of the minima).
//
//   contributions         1            3            4            8           16           64
//   permutations          1            1            2            3            5           16
//   AVX-512         416  7.2x    412  7.3x    809  6.4x  1,216  6.2x  2,087  6.0x  7,117  5.8x
//   AVX2            777  3.9x    740  4.1x  1,463  3.6x  2,199  3.4x  3,691  3.3x 12,337  3.2x
//   baseline      1,828  1.7x  1,558  1.9x  3,186  1.6x  4,703  1.6x  8,399  1.6x 26,238  1.5x
//   EVP           3,670        3,001        5,210        7,503       13,297       41,891
//
// A call for 32 bytes costs as much as one for a whole group: 450, 420 and 440 ns; 30 of them wipe the stack. What -O0
// makes of it (a debug build) is 4.6, 4.5 and 3.8 times as slow, still of EVP's order; that is why what Kernel.h is given
// are macros with constant rotations: as functions they took 30 us with AVX2.
//
// What bounds it: a round is 95 vector instructions with AVX-512, 29 of them rotations; this processor starts two in a
// cycle and one rotation in a cycle, so 47.5 cycles are the least, 62.7 are taken. AVX2: 57.2 for four messages.
//
// What was tried on the medians for three contributions with AVX-512, AVX2, baseline (410, 740, 1,560 ns):
//   theta by one ternary operation (column, rotated column) instead of xor and xor: 470, 749, 1,563: the ten words it
//     keeps no longer fit into 32 registers beside the state
//   24 rounds unrolled: 409, 882, 2,352; one round a turn: 412, 766, 1,589; two, as it is, are the best
//   only the four lanes of the digest in the last round, in a copy of it: 402, 724, 1,483. 2% did not seem worth two more
//     rounds of code; for 16 contributions it gave nothing
//   the planes in the order 4, 3, 2, 1, 0: 410, 751, 1,526; -mtune=znver4: 4% slower
//   the next group's pieces prefetched: 410, 738, 1,562, for 16 contributions the same within 1%
//   rotations by 8 and 56 written as byte shuffles for AVX2: 741; clang makes them by itself
//   AVX-512's instructions on vectors of 256 bits: 443
// Lane complementing was not tried: it saves the complement in chi, and every instruction set here has it for nothing.
//
// Nothing is left behind. A kernel calls nothing, so all of its state is in its frame and in vector registers. It zeroes the
// registers when it is done, and alara_keccak_hash wipes the stack where its frame was. What a signal's frame has saved
// meanwhile is beyond reach.
#include "Kernels.h"

#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

struct implementation {
    const char *name;
    void (*hash)(const struct alara_keccak_request *request);
};

static const struct implementation known[] = {
#if defined(__x86_64__)
    {"AVX-512", alara_keccak_hash_avx512},
    {"AVX2", alara_keccak_hash_avx2},
#elif defined(__aarch64__)
    {"SHA3", alara_keccak_hash_sha3},
#endif
    {"baseline", alara_keccak_hash_baseline},
};
enum { KNOWN = sizeof known / sizeof known[0] };

// How many at the head of `known` this machine lacks. A machine with one also has those that follow it.
static int lacking(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return 0; // and the kernel saves those registers
    return __builtin_cpu_supports("avx2") ? 1 : 2;
#elif defined(__aarch64__)
    return getauxval(AT_HWCAP) & 1 << 17 ? 0 : 1; // HWCAP_SHA3
#else
    return 0;
#endif
}

int alara_keccak_implementations(void) { return KNOWN - lacking(); }

const char *alara_keccak_name(int implementation) { return known[lacking() + implementation].name; }

// Bytes of stack that a kernel may have used. Frames have at most 2.0 KiB with -O2 and 14 KiB with -O0.
#if defined(__OPTIMIZE__)
enum { STACK = 4096 };
#else
enum { STACK = 32768 };
#endif

static __attribute__((noinline)) void wipe_stack(void)
{
    uint8_t area[STACK];
    memset(area, 0, sizeof area);
    __asm__ volatile("" ::"r"(area) : "memory");
}

// The kernel's frame lies where wipe_stack's lies afterwards: both are called from the same one.
void alara_keccak_hash(int implementation, const struct alara_keccak_request *request)
{
    known[lacking() + implementation].hash(request);
    wipe_stack();
}
