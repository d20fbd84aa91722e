/* Texts as bytes, with an engine that is made up here: its values are pointers to what it would say. Exits with 0, or says what is
 * wrong. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "limits.c"
#include "texts.c"

struct made {
    const char *utf8; /* NULL: no memory */
    size_t length;
    bool has_room;
    uint8_t bytes[32];
};

static int handed_out;

static struct made *made_of(struct value value) { return (struct made *)value.payload; }

static const char *to_utf8(void *context, size_t *length, struct value text, bool is_cesu8)
{
    CHECK(context == &handed_out && !is_cesu8);
    *length = made_of(text)->length;
    handed_out += made_of(text)->utf8 != NULL;
    return made_of(text)->utf8;
}

static void free_utf8(void *context, const char *utf8)
{
    CHECK(context == &handed_out && utf8);
    handed_out--;
}

/* The text is its own buffer: it is the one that was asked for last. */
static struct made *asked;

static struct value new_buffer(void *context, const uint8_t *bytes, size_t length)
{
    CHECK(context == &handed_out && length <= sizeof asked->bytes);
    if (!asked->has_room) return (struct value){0, TAG_EXCEPTION};
    memcpy(asked->bytes, bytes, length);
    return (struct value){(uint64_t)asked, -1};
}

static uint8_t *bytes_of(void *context, size_t *length, struct value buffer)
{
    CHECK(context == &handed_out);
    *length = made_of(buffer)->length;
    return made_of(buffer)->bytes;
}

static void becomes(const char *utf8, size_t length, struct value (*method)(void *, struct value), const char *expected, size_t count)
{
    struct made text = {.utf8 = utf8, .length = length, .has_room = true};
    asked = &text;
    struct value buffer = method(&handed_out, (struct value){(uint64_t)&text, -7});
    CHECK(buffer.tag == -1 && handed_out == 0);
    CHECK(memcmp(text.bytes, expected, count) == 0);
}

/* A text that was made is what was asked for: its own bytes. */
static struct made made_text;

static struct value new_text(void *context, const char *utf8, size_t length)
{
    CHECK(context == &handed_out && length <= sizeof made_text.bytes);
    memcpy(made_text.bytes, utf8, length);
    made_text.length = length;
    return (struct value){(uint64_t)&made_text, -7};
}

static bool has_memory = true;

static void *allocate(void *context, size_t size)
{
    CHECK(context == &handed_out);
    handed_out += has_memory;
    return has_memory ? malloc(size) : NULL;
}

static void release(void *context, void *memory)
{
    CHECK(context == &handed_out && memory);
    handed_out--;
    free(memory);
}

static struct value number(int64_t value) { return (struct value){(uint32_t)value, TAG_INT}; }

static struct value text_of(
    struct value (*method)(void *, struct value, int, const struct value *), const char *bytes, size_t size, int64_t from, int64_t count)
{
    struct made buffer = {.length = size};
    memcpy(buffer.bytes, bytes, size);
    struct value given = method(&handed_out, (struct value){(uint64_t)&buffer, -1}, 2, (struct value[]){number(from), number(count)});
    CHECK(handed_out == 0);
    return given;
}

static void is_text(struct value given, const char *expected, size_t length)
{
    CHECK(given.tag == -7 && made_text.length == length && memcmp(made_text.bytes, expected, length) == 0);
}

#define IS_UTF8(bytes) is_text(text_of(texts_of_utf8, bytes, sizeof bytes - 1, 0, sizeof bytes - 1), bytes, sizeof bytes - 1)
#define IS_NO_UTF8(bytes) CHECK(text_of(texts_of_utf8, bytes, sizeof bytes - 1, 0, sizeof bytes - 1).tag == TAG_UNDEFINED)

static void parts_become_texts(void)
{
    IS_UTF8("");
    IS_UTF8("plain ASCII of more than eight");
    IS_UTF8("\xc2\x80|\xdf\xbf|\xe0\xa0\x80|\xed\x9f\xbf|\xee\x80\x80|\xf0\x90\x80\x80|\xf4\x8f\xbf\xbf");
    IS_NO_UTF8("\x80");
    IS_NO_UTF8("\xc1\xbf");
    IS_NO_UTF8("\xe0\x9f\xbf");
    IS_NO_UTF8("\xed\xa0\x80");
    IS_NO_UTF8("\xf0\x8f\xbf\xbf");
    IS_NO_UTF8("\xf4\x90\x80\x80");
    IS_NO_UTF8("\xf5\x80\x80\x80");
    IS_NO_UTF8("12345678\xe4\xb8");
    IS_NO_UTF8("\xe4\xb8z");
    is_text(text_of(texts_of_utf8, "ab\xe4\xb8\xad", 5, 2, 3), "\xe4\xb8\xad", 3);
    is_text(text_of(texts_of_latin1, "abc\xff\x80", 5, 1, 4), "bc\xc3\xbf\xc2\x80", 6);
    is_text(text_of(texts_of_latin1, "abc", 3, 1, 2), "bc", 2);
    /* No part of three bytes. */
    int64_t places[][2] = {{0, 4}, {4, 0}, {3, 1}, {-1, 1}, {1, -1}, {2, 2}};
    for (size_t at = 0; at < sizeof places / sizeof *places; at++) {
        CHECK(text_of(texts_of_utf8, "abc", 3, places[at][0], places[at][1]).tag == TAG_UNDEFINED);
        CHECK(text_of(texts_of_latin1, "abc", 3, places[at][0], places[at][1]).tag == TAG_UNDEFINED);
    }
    has_memory = false;
    CHECK(text_of(texts_of_latin1, "\xff", 1, 0, 1).tag == TAG_EXCEPTION);
    has_memory = true;
}

static void parts_are_compared(void)
{
    struct made first = {.length = 4, .bytes = "abcd"}, second = {.length = 3, .bytes = "bce"};
    struct value buffer = {(uint64_t)&first, -1}, other = {(uint64_t)&second, -1};
    struct value argv[] = {number(1), other, number(0), number(2)};
    CHECK(texts_compare(&handed_out, buffer, 4, argv).payload == 0);
    argv[3] = number(3);
    CHECK((int32_t)texts_compare(&handed_out, buffer, 4, argv).payload == -1);
    argv[0] = number(2), argv[3] = number(1);
    CHECK(texts_compare(&handed_out, buffer, 4, argv).payload == 1);
    argv[3] = number(3);
    CHECK(texts_compare(&handed_out, buffer, 4, argv).tag == TAG_UNDEFINED);
    argv[0] = number(0), argv[2] = number(1);
    CHECK(texts_compare(&handed_out, buffer, 4, argv).tag == TAG_UNDEFINED);
    CHECK(texts_compare(&handed_out, buffer, 3, argv).tag == TAG_UNDEFINED);
}

#define BECOMES(utf8, method, expected) becomes(utf8, sizeof utf8 - 1, method, expected, sizeof expected - 1)

static void *looked(void *callable)
{
    ++*(int *)callable;
    return 0;
}

static int reached;
static struct limits limits = {.python = {.call = looked, .wall_reached = &reached}};

/* One look at the limits for each of these. */
#define LOOKS(call)                               \
    do {                                          \
        int before = reached;                     \
        limits_start(&limits, 0, LIMITS_NEVER);   \
        (void)(call);                             \
        CHECK(reached == before + 1);             \
        limits_stop(&limits);                     \
    } while (0)

static void limits_are_asked(void)
{
    struct made text = {.utf8 = "a", .length = 1, .has_room = true};
    struct value made = {(uint64_t)&text, 0}, part[] = {{0, TAG_INT}, {1, TAG_INT}}, four[] = {part[0], made, part[0], part[1]};
    asked = &text;
    LOOKS(texts_utf8(&handed_out, made));
    LOOKS(texts_latin1(&handed_out, made));
    LOOKS(texts_utf16(&handed_out, made));
    LOOKS(texts_of_utf8(&handed_out, made, 2, part));
    LOOKS(texts_of_latin1(&handed_out, made, 2, part));
    LOOKS(texts_compare(&handed_out, made, 4, four));
}

static int32_t index_of(const char *bytes, const char *wanted, int64_t from)
{
    struct made all = {.length = strlen(bytes)}, few = {.length = strlen(wanted)};
    memcpy(all.bytes, bytes, all.length);
    memcpy(few.bytes, wanted, few.length);
    struct value argv[] = {number(from), number((int64_t)all.length - from), {(uint64_t)&few, -1}, number(0), number((int64_t)few.length)};
    struct value found = texts_index(&handed_out, (struct value){(uint64_t)&all, -1}, 5, argv);
    return found.tag == TAG_INT ? (int32_t)found.payload : -2;
}

static void parts_are_found(void)
{
    CHECK(index_of("abcabd", "abd", 0) == 3 && index_of("abcabd", "abd", 3) == 0 && index_of("abcabd", "abd", 4) == -1);
    CHECK(index_of("abc", "abcd", 0) == -1 && index_of("abc", "c", 2) == 0 && index_of("abc", "c", 3) == -1 && index_of("abc", "c", 4) == -2);
}

int main(void)
{
    texts_begin(&(struct texts_engine){to_utf8, free_utf8, new_buffer, bytes_of, new_text, allocate, release});
    limits_are_asked();
    parts_are_found();
    parts_become_texts();
    parts_are_compared();
    BECOMES("", texts_utf8, "");
    BECOMES("a\0z", texts_utf8, "a\0z");
    /* U+D7FF is a character, U+D800 and U+DFFF are halves. */
    BECOMES("\xed\x9f\xbf|\xed\xa0\x80|\xed\xbf\xbf", texts_utf8, "\xed\x9f\xbf|\xef\xbf\xbd|\xef\xbf\xbd");
    BECOMES("\xf0\x9f\x98\x80\xed\xa0\xbd", texts_utf8, "\xf0\x9f\x98\x80\xef\xbf\xbd");
    BECOMES("a\xc3\xbf\xc4\x80\xe4\xb8\xad", texts_latin1, "a\xff\x00\x2d");
    /* U+1F600 is D83D DE00. */
    BECOMES("\xf0\x9f\x98\x80z\xed\xa0\x81", texts_latin1, "\x3d\x00z\x01");

    BECOMES("az\xc3\xa9\xe4\xb8\xad", texts_utf16, "a\0z\0\xe9\0\x2d\x4e");
    BECOMES("\xf0\x9f\x98\x80\xed\xa0\xbd", texts_utf16, "\x3d\xd8\x00\xde\x3d\xd8");
    BECOMES("", texts_utf16, "");

    struct made none = {.length = 1}, full = {.utf8 = "a", .length = 1};
    CHECK(texts_utf8(&handed_out, (struct value){(uint64_t)&none, -7}).tag == TAG_EXCEPTION && handed_out == 0);
    CHECK(texts_utf16(&handed_out, (struct value){(uint64_t)&none, -7}).tag == TAG_EXCEPTION && handed_out == 0);
    has_memory = false;
    CHECK(texts_utf16(&handed_out, (struct value){(uint64_t)&full, -7}).tag == TAG_EXCEPTION && handed_out == 0);
    asked = &full;
    CHECK(texts_latin1(&handed_out, (struct value){(uint64_t)&full, -7}).tag == TAG_EXCEPTION && handed_out == 0);
    return 0;
}
