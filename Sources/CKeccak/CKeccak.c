// SPDX-License-Identifier: Apache-2.0
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

// The stack below the caller of alara_keccak_hash that a kernel may have used for its state, its digests and what the
// compiler keeps there (at most 2.2 KiB with -O2 and 20 KiB with -O0).
#if defined(__OPTIMIZE__)
enum { STACK = 4096 };
#else
enum { STACK = 65536 };
#endif

static __attribute__((noinline)) void wipe_stack(void)
{
    uint8_t area[STACK];
    memset(area, 0, sizeof area);
    __asm__ volatile("" ::"r"(area) : "memory");
}

// The kernel's frame lies where wipe_stack's lies afterwards.
void alara_keccak_hash(int implementation, const struct alara_keccak_request *request)
{
    known[lacking() + implementation].hash(request);
    wipe_stack();
}
