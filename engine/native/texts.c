/* Texts as bytes, for what a script has no means but a loop over its characters, of some 90 ns each: fifty times as long as here.
 *
 * The engine hands out a text as UTF-8, with three bytes for half a pair, which UTF-8 does not have. Both are made of that in the
 * buffer of the result, so that memory is the engine's, and the script's, throughout. */
#include "texts.h"

#include <string.h>

#define TAG_EXCEPTION 6

static struct texts_engine engine;

void texts_begin(const struct texts_engine *given)
{
    engine = *given;
}

const struct texts_engine *texts_of_engine(void)
{
    return &engine;
}

/* What the engine writes for a half: 0xED, then 0xA0 or more. */
static void replace_halves(uint8_t *bytes, size_t length)
{
    static const uint8_t replacement[] = {0xef, 0xbf, 0xbd};
    uint8_t *end = bytes + length;
    for (uint8_t *at = bytes; (at = memchr(at, 0xed, (size_t)(end - at))); at += 3)
        if (at[1] >= 0xa0)
            memcpy(at, replacement, sizeof replacement);
}

/* A character of this many bytes is one unit or, of four, two: what is written is never ahead of what is read. */
static void narrow(uint8_t *bytes, size_t length)
{
    uint8_t *to = bytes;
    for (const uint8_t *at = bytes, *end = bytes + length; at < end;) {
        if (at[0] < 0x80) {
            *to++ = *at++;
        } else if (at[0] < 0xe0) {
            *to++ = (uint8_t)(at[0] << 6 | (at[1] & 0x3f));
            at += 2;
        } else if (at[0] < 0xf0) {
            *to++ = (uint8_t)(at[1] << 6 | (at[2] & 0x3f));
            at += 3;
        } else {
            uint32_t beyond = ((at[0] & 7u) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu)) - 0x10000;
            at += 4;
            *to++ = (uint8_t)(beyond >> 10);
            *to++ = (uint8_t)beyond;
        }
    }
}

static struct value encoded(void *context, struct value text, void (*change)(uint8_t *, size_t))
{
    size_t length;
    const char *utf8 = engine.to_utf8(context, &length, text, false);
    if (!utf8)
        return (struct value){0, TAG_EXCEPTION};
    struct value buffer = engine.new_buffer(context, (const uint8_t *)utf8, length);
    engine.free_utf8(context, utf8);
    if (buffer.tag == TAG_EXCEPTION || length == 0)
        return buffer;
    uint8_t *bytes = engine.bytes_of(context, &length, buffer);
    if (bytes)
        change(bytes, length);
    return buffer;
}

struct value texts_utf8(void *context, struct value text)
{
    return encoded(context, text, replace_halves);
}

struct value texts_latin1(void *context, struct value text)
{
    return encoded(context, text, narrow);
}
