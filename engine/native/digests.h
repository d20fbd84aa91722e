/* Hashes and HMACs of little data. digests.c says why; executor/isolate/digests.py gives it OpenSSL. */
#ifndef NATIVE_DIGESTS_H
#define NATIVE_DIGESTS_H

#include <stddef.h>
#include <stdint.h>

#include "promises.h"

/* OpenSSL's EVP_MD_fetch, EVP_Digest and HMAC, by address. */
struct digests_openssl {
    const void *(*fetch)(void *library, const char *name, const char *properties);
    int (*hash)(const void *data, size_t count, uint8_t *digest, unsigned *size, const void *type, void *engine);
    uint8_t *(*hmac)(
        const void *type, const void *key, int key_size, const uint8_t *data, size_t count, uint8_t *digest, unsigned *size);
};

/* Once, before the other. */
void digests_begin(const struct digests_openssl *given);

/* A method of a text whose units are bytes, of a hash's number (digests.c has their order) and, for an HMAC, its key, such a text, too:
 * a new ArrayBuffer; undefined where the host has to be asked. */
struct value digests_of_text(void *context, struct value text, int argc, const struct value *argv);

#endif
