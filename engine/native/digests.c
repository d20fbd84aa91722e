/* Hashes and HMACs of little data by the host's own OpenSSL, without a way out to the host: that takes ten times as long as hashing 200
 * bytes. What is longer, and what OpenSSL refuses, is left to the host, which knows how to say it. */
#include "digests.h"

#include <stdbool.h>
#include <string.h>

#include "texts.h"

#define TAG_INT 0
#define TAG_UNDEFINED 3
#define TAG_EXCEPTION 6
/* Bytes that are hashed in some microseconds, so that nobody has to ask for limits meanwhile. A unit is two bytes of UTF-8 at most. */
#define MOST_BYTES 4096
#define LONGEST_DIGEST 64

/* In the order of executor/isolate/runtime/digests.js. */
static const char *const names[] = {"MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"};
#define COUNT (sizeof names / sizeof *names)

static struct digests_openssl openssl;
static const void *types[COUNT];

void digests_begin(const struct digests_openssl *given)
{
    openssl = *given;
    for (size_t at = 0; at < COUNT; at++)
        types[at] = openssl.fetch(NULL, names[at], NULL);
}

struct bytes {
    size_t count;
    uint8_t at[2 * MOST_BYTES];
};

/* False for a text that is no text, with the engine's exception, or is too long: `status` tells which. */
static bool taken(void *context, struct value text, struct bytes *bytes, int *status)
{
    const struct texts_engine *engine = texts_of_engine();
    const char *utf8 = engine->to_utf8(context, &bytes->count, text, false);
    if (!utf8)
        return *status = TAG_EXCEPTION, false;
    bool is_fit = bytes->count <= sizeof bytes->at;
    if (is_fit) {
        memcpy(bytes->at, utf8, bytes->count);
        bytes->count = texts_narrow(bytes->at, bytes->count);
    }
    engine->free_utf8(context, utf8);
    return is_fit;
}

static bool is_hashed(const void *type, const struct bytes *data, const struct bytes *key, uint8_t *digest, unsigned *size)
{
    if (!key)
        return openssl.hash(data->at, data->count, digest, size, type, NULL) == 1;
    return openssl.hmac(type, key->at, (int)key->count, data->at, data->count, digest, size) != NULL;
}

struct value digests_of_text(void *context, struct value text, int argc, const struct value *argv)
{
    struct bytes data, key;
    uint8_t digest[LONGEST_DIGEST];
    unsigned size = 0;
    int status = TAG_UNDEFINED;
    if (argc < 2 || argv[0].tag != TAG_INT || argv[0].payload >= COUNT || !types[argv[0].payload])
        return (struct value){0, TAG_UNDEFINED};
    bool has_key = argv[1].tag != TAG_UNDEFINED;
    if (!taken(context, text, &data, &status) || (has_key && !taken(context, argv[1], &key, &status)))
        return (struct value){0, status};
    if (!is_hashed(types[argv[0].payload], &data, has_key ? &key : NULL, digest, &size))
        return (struct value){0, TAG_UNDEFINED};
    return texts_of_engine()->new_buffer(context, digest, size);
}
