// SPDX-License-Identifier: Apache-2.0
//
// Loads and stores for two messages at once.

static INLINE void load_piece(lanes *to, const uint8_t *from, const size_t *start)
{
    lanes first[2], second[2];
    copy(first, from + start[0], sizeof first);
    copy(second, from + start[1], sizeof second);
    for (size_t i = 0; i < 2; i++) {
        to[2 * i] = __builtin_shufflevector(first[i], second[i], 0, 2);
        to[2 * i + 1] = __builtin_shufflevector(first[i], second[i], 1, 3);
    }
}

static INLINE void store_digests(uint8_t *to, lanes a0, lanes a1, lanes a2, lanes a3)
{
    lanes rows[4] = {
        __builtin_shufflevector(a0, a1, 0, 2), __builtin_shufflevector(a2, a3, 0, 2),
        __builtin_shufflevector(a0, a1, 1, 3), __builtin_shufflevector(a2, a3, 1, 3),
    };
    copy(to, rows, sizeof rows);
}

#if defined(__aarch64__)
static INLINE void clear_vectors(void)
{
    __asm__ volatile("movi v0.2d, #0\n\tmovi v1.2d, #0\n\tmovi v2.2d, #0\n\tmovi v3.2d, #0\n\t"
                     "movi v4.2d, #0\n\tmovi v5.2d, #0\n\tmovi v6.2d, #0\n\tmovi v7.2d, #0\n\t"
                     "movi v8.2d, #0\n\tmovi v9.2d, #0\n\tmovi v10.2d, #0\n\tmovi v11.2d, #0\n\t"
                     "movi v12.2d, #0\n\tmovi v13.2d, #0\n\tmovi v14.2d, #0\n\tmovi v15.2d, #0\n\t"
                     "movi v16.2d, #0\n\tmovi v17.2d, #0\n\tmovi v18.2d, #0\n\tmovi v19.2d, #0\n\t"
                     "movi v20.2d, #0\n\tmovi v21.2d, #0\n\tmovi v22.2d, #0\n\tmovi v23.2d, #0\n\t"
                     "movi v24.2d, #0\n\tmovi v25.2d, #0\n\tmovi v26.2d, #0\n\tmovi v27.2d, #0\n\t"
                     "movi v28.2d, #0\n\tmovi v29.2d, #0\n\tmovi v30.2d, #0\n\tmovi v31.2d, #0"
                     ::: "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
                     "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28",
                     "v29", "v30", "v31");
}
#endif
