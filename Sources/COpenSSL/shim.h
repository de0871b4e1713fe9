// SPDX-License-Identifier: Apache-2.0
#ifndef ALARA_COPENSSL_H
#define ALARA_COPENSSL_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

// EVP_MD_CTX_reset and the like are functions; what follows are macros that Swift does not import.
static inline int alara_openssl_init(void)
{
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
}

// A CTR_DRBG with AES-256 and derivation function of its own, fed by a parent that gives what it is told; 1 when `out`
// was filled. In C because OSSL_PARAM keeps addresses of local variables.
static inline int alara_ctr_drbg_answer(
    const unsigned char *entropy, size_t entropy_count, const unsigned char *nonce, size_t nonce_count,
    const unsigned char *personalization, size_t personalization_count, unsigned char *out, size_t count)
{
    unsigned int strength = 256;
    int derivation = 1, done = 0;
    EVP_RAND *seed_kind = EVP_RAND_fetch(NULL, "TEST-RAND", NULL);
    EVP_RAND *kind = EVP_RAND_fetch(NULL, "CTR-DRBG", NULL);
    EVP_RAND_CTX *seed = seed_kind ? EVP_RAND_CTX_new(seed_kind, NULL) : NULL;
    EVP_RAND_CTX *generator = kind && seed ? EVP_RAND_CTX_new(kind, seed) : NULL;
    OSSL_PARAM told[] = {
        OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &strength),
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, (void *)entropy, entropy_count),
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_NONCE, (void *)nonce, nonce_count),
        OSSL_PARAM_construct_end(),
    };
    OSSL_PARAM wanted[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_DRBG_PARAM_CIPHER, (char *)"AES-256-CTR", 0),
        OSSL_PARAM_construct_int(OSSL_DRBG_PARAM_USE_DF, &derivation),
        OSSL_PARAM_construct_end(),
    };
    if (generator && EVP_RAND_instantiate(seed, 256, 0, NULL, 0, told) == 1 &&
        EVP_RAND_instantiate(generator, 256, 0, personalization, personalization_count, wanted) == 1)
        done = EVP_RAND_generate(generator, out, count, 256, 0, NULL, 0);
    EVP_RAND_CTX_free(generator);
    EVP_RAND_CTX_free(seed);
    EVP_RAND_free(kind);
    EVP_RAND_free(seed_kind);
    return done;
}

#endif
