/* Texts as bytes, for what a script has no means but a loop over its characters, of some 90 ns each: fifty times as long as here.
 *
 * The engine hands out a text as UTF-8, with three bytes for half a pair, which UTF-8 does not have. Both are made of that in the
 * buffer of the result, so that memory is the engine's, and the script's, throughout.
 *
 * Each asks for limits at its end; runtime/texts.js has long texts come in pieces. */
#include "texts.h"

#include <string.h>

#include "limits.h"

#define TAG_INT 0
#define TAG_UNDEFINED 3
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
size_t texts_narrow(uint8_t *bytes, size_t length)
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
    return (size_t)(to - bytes);
}

static void narrow(uint8_t *bytes, size_t length)
{
    texts_narrow(bytes, length);
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
    limits_ask();
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

/* The units of a character from its UTF-8, which halves of pairs have here, too; how many bytes that was. */
static size_t units_of(const uint8_t *at, uint16_t *units, size_t *count)
{
    if (at[0] < 0x80)
        return units[(*count)++] = at[0], 1;
    if (at[0] < 0xe0)
        return units[(*count)++] = (uint16_t)((at[0] & 0x1f) << 6 | (at[1] & 0x3f)), 2;
    if (at[0] < 0xf0)
        return units[(*count)++] = (uint16_t)(at[0] << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f)), 3;
    uint32_t beyond = ((at[0] & 7u) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu)) - 0x10000;
    units[(*count)++] = (uint16_t)(0xd800 | beyond >> 10);
    units[(*count)++] = (uint16_t)(0xdc00 | (beyond & 0x3ff));
    return 4;
}

struct value texts_utf16(void *context, struct value text)
{
    size_t length, count = 0;
    const char *utf8 = engine.to_utf8(context, &length, text, false);
    if (!utf8)
        return (struct value){0, TAG_EXCEPTION};
    /* A unit comes of one byte at least. */
    uint16_t *units = engine.allocate(context, (length + 1) * sizeof *units);
    struct value buffer = {0, TAG_EXCEPTION};
    if (units) {
        for (size_t at = 0; at < length;)
            at += units_of((const uint8_t *)utf8 + at, units, &count);
        buffer = engine.new_buffer(context, (const uint8_t *)units, count * sizeof *units);
        engine.release(context, units);
    }
    engine.free_utf8(context, utf8);
    limits_ask();
    return buffer;
}

static const struct value undefined = {0, TAG_UNDEFINED};

/* The part of a buffer; NULL where there is none, with the engine's exception where it has one. */
static uint8_t *part(void *context, struct value buffer, const struct value *from, const struct value *count)
{
    size_t size;
    if (from->tag != TAG_INT || count->tag != TAG_INT)
        return NULL;
    uint8_t *bytes = engine.bytes_of(context, &size, buffer);
    uint32_t begin = (uint32_t)from->payload, length = (uint32_t)count->payload;
    return bytes && begin <= size && length <= size - begin ? bytes + begin : NULL;
}

static bool is_within(uint8_t byte, uint8_t least, uint8_t most)
{
    return byte >= least && byte <= most;
}

/* How many bytes the character has that begins here; 0 for what is none (Unicode, table 3-7). */
static size_t character(const uint8_t *at, size_t left)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : at[0] < 0xf5 ? 4 : 0;
    if (length < 2 || length > left)
        return length > left ? 0 : length;
    uint8_t least = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
    uint8_t most = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;
    if (!is_within(at[1], least, most))
        return 0;
    for (size_t next = 2; next < length; next++)
        if (!is_within(at[next], 0x80, 0xbf))
            return 0;
    return length;
}

static bool is_utf8(const uint8_t *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint64_t eight;
        /* Plain ASCII is most of what there is. */
        if (length - at >= sizeof eight && !(memcpy(&eight, bytes + at, sizeof eight), eight & 0x8080808080808080u)) {
            at += sizeof eight;
            continue;
        }
        size_t count = character(bytes + at, length - at);
        if (!count)
            return false;
        at += count;
    }
    return true;
}

struct value texts_of_utf8(void *context, struct value buffer, int argc, const struct value *argv)
{
    if (argc < 2)
        return undefined;
    const uint8_t *bytes = part(context, buffer, &argv[0], &argv[1]);
    size_t length = (uint32_t)argv[1].payload;
    struct value text = bytes && is_utf8(bytes, length) ? engine.new_text(context, (const char *)bytes, length) : undefined;
    limits_ask();
    return text;
}

/* The engine takes UTF-8: bytes from 0x80 on become two. */
struct value texts_of_latin1(void *context, struct value buffer, int argc, const struct value *argv)
{
    const uint8_t *bytes = argc < 2 ? NULL : part(context, buffer, &argv[0], &argv[1]);
    if (!bytes)
        return undefined;
    size_t length = (uint32_t)argv[1].payload, beyond = 0;
    limits_ask();
    for (size_t at = 0; at < length; at++)
        beyond += bytes[at] >> 7;
    if (!beyond)
        return engine.new_text(context, (const char *)bytes, length);
    uint8_t *utf8 = engine.allocate(context, length + beyond), *to = utf8;
    if (!utf8)
        return (struct value){0, TAG_EXCEPTION};
    for (size_t at = 0; at < length; at++) {
        if (bytes[at] < 0x80) {
            *to++ = bytes[at];
        } else {
            *to++ = (uint8_t)(0xc0 | bytes[at] >> 6);
            *to++ = 0x80 | (bytes[at] & 0x3f);
        }
    }
    struct value text = engine.new_text(context, (const char *)utf8, length + beyond);
    engine.release(context, utf8);
    return text;
}

struct value texts_compare(void *context, struct value buffer, int argc, const struct value *argv)
{
    if (argc < 4)
        return undefined;
    const uint8_t *first = part(context, buffer, &argv[0], &argv[3]);
    const uint8_t *second = first ? part(context, argv[1], &argv[2], &argv[3]) : NULL;
    if (!second)
        return undefined;
    limits_ask();
    int order = memcmp(first, second, (uint32_t)argv[3].payload);
    return (struct value){(uint32_t)((order > 0) - (order < 0)), TAG_INT};
}

/* Bytes that are looked through between two looks at the limits: a millisecond or two. */
#define SEARCHED 4000000u

struct value texts_index(void *context, struct value buffer, int argc, const struct value *argv)
{
    if (argc < 5)
        return undefined;
    const uint8_t *bytes = part(context, buffer, &argv[0], &argv[1]);
    const uint8_t *wanted = bytes ? part(context, argv[2], &argv[3], &argv[4]) : NULL;
    if (!wanted)
        return undefined;
    size_t length = (uint32_t)argv[1].payload, size = (uint32_t)argv[4].payload;
    for (size_t at = 0; at + size <= length; at += SEARCHED) {
        size_t rest = length - at, most = SEARCHED + size - 1;
        const uint8_t *found = memmem(bytes + at, rest < most ? rest : most, wanted, size);
        if (found)
            return (struct value){(uint32_t)(found - bytes), TAG_INT};
        limits_ask();
    }
    return (struct value){UINT32_MAX, TAG_INT};
}
