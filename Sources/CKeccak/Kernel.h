// SPDX-License-Identifier: Apache-2.0
//
// SHA3-256 (FIPS 202) of LANES messages at once: the part that every instruction set shares. A file includes it once,
// after defining
//   LANES          how many messages a group has
//   KERNEL         the name of the function to define
//   lanes          a vector of LANES 64-bit words: the same lane of the state of each message
//   parity         a ^ b ^ c ^ d ^ e
//   rax1           a ^ rol(b, 1)
//   xar            rol(a ^ b, n), n a constant
//   chi            a ^ (~b & c)
//   load_piece     a piece (32 bytes, four words) of each message, rows[j] that of message j, into four lanes
//   store_digests  four lanes into LANES digests of 32 bytes each
//   clear_registers  zeroes every vector register
// and with the instruction set switched on for the functions in here.
//
// Constant time: every branch and every address depends on counts and pointers only.

// FIPS 202 section 3.2.5.
static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

// Lanes of a piece, and of the rate of SHA3-256: 1,088 bits. 17 = 4 * 4 + 1, so pieces cross the blocks' ends.
enum { PIECE = 4, RATE = 17 };

static INLINE lanes broadcast(uint64_t word) { return word - (lanes){}; }

// One plane of the state after theta, rho, pi and chi: its five lanes come from the lanes s0 ... s4 of `a`, which pi
// brings there, rotated by r0 ... r4 (rho). `d` holds what theta adds to each column.
#define PLANE(e, y, a, s0, r0, s1, r1, s2, r2, s3, r3, s4, r4) \
    do { \
        lanes b0 = xar(a[s0], d[s0 % 5], r0), b1 = xar(a[s1], d[s1 % 5], r1), b2 = xar(a[s2], d[s2 % 5], r2); \
        lanes b3 = xar(a[s3], d[s3 % 5], r3), b4 = xar(a[s4], d[s4 % 5], r4); \
        e[5 * y + 0] = chi(b0, b1, b2); \
        e[5 * y + 1] = chi(b1, b2, b3); \
        e[5 * y + 2] = chi(b2, b3, b4); \
        e[5 * y + 3] = chi(b3, b4, b0); \
        e[5 * y + 4] = chi(b4, b0, b1); \
    } while (0)

#define COLUMN(a, x) parity(a[x], a[x + 5], a[x + 10], a[x + 15], a[x + 20])

// One round of Keccak-f[1600] from a to e. Lane (x, y) of FIPS 202 is element 5y + x. A macro, and no loops: an
// optimizer keeps an array in registers only where every index is a constant from the start.
#define ROUND(e, a, constant) \
    do { \
        lanes c0 = COLUMN(a, 0), c1 = COLUMN(a, 1), c2 = COLUMN(a, 2), c3 = COLUMN(a, 3), c4 = COLUMN(a, 4); \
        lanes d[5] = {rax1(c4, c1), rax1(c0, c2), rax1(c1, c3), rax1(c2, c4), rax1(c3, c0)}; \
        PLANE(e, 0, a, 0, 0, 6, 44, 12, 43, 18, 21, 24, 14); \
        e[0] ^= broadcast(constant); \
        PLANE(e, 1, a, 3, 28, 9, 20, 10, 3, 16, 45, 22, 61); \
        PLANE(e, 2, a, 1, 1, 7, 6, 13, 25, 19, 8, 20, 18); \
        PLANE(e, 3, a, 4, 27, 5, 36, 11, 10, 17, 15, 23, 56); \
        PLANE(e, 4, a, 2, 62, 8, 55, 14, 39, 15, 41, 21, 2); \
    } while (0)

#define ABSORB(i) a[i] ^= block[i]

// Hashes one group: message j is own, then the piece at start[j] of each contribution.
static INLINE void hash_group(uint8_t *out, const struct alara_keccak_request *request, const size_t *start)
{
    lanes a[25] = {};
    lanes e[25];
    lanes block[RATE + PIECE - 1];
    for (size_t i = 0; i < PIECE; i++) {
        uint64_t word;
        copy(&word, (const uint8_t *)request->own + 8 * i, sizeof word);
        block[i] = broadcast(word);
    }
    size_t filled = PIECE, next = 0;
    for (;;) {
        for (; filled < RATE && next < request->count; next++, filled += PIECE) {
            load_piece(block + filled, (const uint8_t *)request->contributions[next], start);
        }
        bool last = filled < RATE;
        if (last) {
            block[filled] = broadcast(0x06); // SHA-3's suffix 01 and the first bit of pad10*1
            for (size_t i = filled + 1; i < RATE; i++) block[i] = broadcast(0);
            block[RATE - 1] ^= broadcast(0x8000000000000000);
        }
        ABSORB(0); ABSORB(1); ABSORB(2); ABSORB(3); ABSORB(4); ABSORB(5); ABSORB(6); ABSORB(7); ABSORB(8);
        ABSORB(9); ABSORB(10); ABSORB(11); ABSORB(12); ABSORB(13); ABSORB(14); ABSORB(15); ABSORB(16);
        for (size_t i = 0; i < 24; i += 2) {
            ROUND(e, a, round_constants[i]);
            ROUND(a, e, round_constants[i + 1]);
        }
        if (last) break;
        filled -= RATE;
        for (size_t i = 0; i < filled; i++) block[i] = block[RATE + i]; // what crosses into the next block
    }
    store_digests(out, a[0], a[1], a[2], a[3]);
}

// Calls nothing, not even memcpy: a first call goes through the dynamic linker, which saves the vector registers on the
// stack, deeper than anything that is wiped.
__attribute__((no_builtin("memcpy", "memmove", "memset"))) void KERNEL(const struct alara_keccak_request *request)
{
    uint8_t digests[32 * LANES];
    size_t start[LANES];
    for (size_t done = 0; done < request->size; done += sizeof digests) {
        size_t left = request->size - done;
        size_t present = left < sizeof digests ? (left + 31) / 32 : LANES;
        // The lanes beyond the last message repeat it, so that nothing outside of the contributions is read.
        for (size_t j = 0; j < LANES; j++) start[j] = done + 32 * (j < present ? j : present - 1);
        uint8_t *out = (uint8_t *)request->output + done;
        hash_group(left < sizeof digests ? digests : out, request, start);
        if (left < sizeof digests) {
            for (size_t i = 0; i < left; i++) out[i] = digests[i];
        }
    }
    clear_registers();
}
