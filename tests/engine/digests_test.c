/* Hashes of little data, with an engine and an OpenSSL that are made up here: texts are pointers to what the engine would say. Exits
 * with 0, or says what is wrong. */
#define _GNU_SOURCE
#include <string.h>

#include "check.h"
#include "digests.c"
#include "limits.c"
#include "texts.c"

#include "made_up.h"

static int refused;
static uint8_t made[LONGEST_DIGEST + 1];

static struct value new_buffer(void *context, const uint8_t *bytes, size_t length)
{
    CHECK(context == &handed_out && length <= LONGEST_DIGEST);
    memcpy(made, bytes, length);
    made[length] = 0;
    return (struct value){length, -1};
}

static const void *fetch(void *library, const char *name, const char *properties)
{
    CHECK(!library && !properties);
    return strcmp(name, "MD5") ? name : NULL;
}

/* The data itself, in as many bytes as fit. */
static int hash(const void *data, size_t count, uint8_t *digest, unsigned *size, const void *type, void *engine)
{
    CHECK(type && !engine);
    *size = count < LONGEST_DIGEST ? (unsigned)count : LONGEST_DIGEST;
    memcpy(digest, data, *size);
    return refused ? 0 : 1;
}

static uint8_t *hmac(
    const void *type, const void *key, int key_size, const uint8_t *data, size_t count, uint8_t *digest, unsigned *size)
{
    CHECK(key_size < LONGEST_DIGEST);
    memcpy(digest, key, (size_t)key_size);
    CHECK(hash(data, count, digest + key_size, size, type, NULL) == !refused);
    *size += (unsigned)key_size;
    return refused ? NULL : digest;
}

static struct value text(const char *utf8) { return (struct value){(uint64_t)utf8, -7}; }

static struct value digest(uint64_t number, const char *data, struct value key)
{
    struct value argv[] = {{number, TAG_INT}, key};
    struct value buffer = digests_of_text(&handed_out, text(data), 2, argv);
    CHECK(handed_out == 0);
    return buffer;
}

int main(void)
{
    static char longest[2 * MOST_BYTES + 2];
    const struct value none = {0, TAG_UNDEFINED};
    texts_begin(&(struct texts_engine){.to_utf8 = to_utf8, .free_utf8 = free_utf8, .new_buffer = new_buffer});
    CHECK(digest(3, "abc", none).tag == TAG_UNDEFINED);
    digests_begin(&(struct digests_openssl){fetch, hash, hmac});
    CHECK(digest(3, "abc", none).payload == 3 && !memcmp(made, "abc", 3));
    CHECK(digest(3, "", none).payload == 0);
    CHECK(digest(3, "abc", text("key")).payload == 6 && !memcmp(made, "keyabc", 6));
    /* Units from 0x80 on are one byte. */
    CHECK(digest(3, "\xc3\xbf\xc2\x80", text("\xc3\xa9")).payload == 3 && !memcmp(made, "\xe9\xff\x80", 3));

    CHECK(digest(0, "no MD5 here", none).tag == TAG_UNDEFINED && digest(COUNT, "abc", none).tag == TAG_UNDEFINED);
    CHECK(digest((uint32_t)-1, "abc", none).tag == TAG_UNDEFINED);
    struct value few[] = {{3, TAG_INT}};
    CHECK(digests_of_text(&handed_out, text("abc"), 1, few).tag == TAG_UNDEFINED);
    CHECK(digest(3, NULL, none).tag == TAG_EXCEPTION && digest(3, "abc", text(NULL)).tag == TAG_EXCEPTION);
    memset(longest, 'x', 2 * MOST_BYTES);
    CHECK(digest(3, longest, none).payload == LONGEST_DIGEST);
    longest[2 * MOST_BYTES] = 'x';
    CHECK(digest(3, longest, none).tag == TAG_UNDEFINED && digest(3, "abc", text(longest)).tag == TAG_UNDEFINED);
    refused = 1;
    CHECK(digest(3, "abc", none).tag == TAG_UNDEFINED && digest(3, "abc", text("key")).tag == TAG_UNDEFINED);
    return 0;
}
