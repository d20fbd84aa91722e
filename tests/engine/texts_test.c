/* Texts as bytes, with an engine that is made up here: its values are pointers to what it would say. Exits with 0, or says what is
 * wrong. */
#include <string.h>

#include "check.h"
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

#define BECOMES(utf8, method, expected) becomes(utf8, sizeof utf8 - 1, method, expected, sizeof expected - 1)

int main(void)
{
    texts_begin(&(struct texts_engine){to_utf8, free_utf8, new_buffer, bytes_of});
    BECOMES("", texts_utf8, "");
    BECOMES("a\0z", texts_utf8, "a\0z");
    /* U+D7FF is a character, U+D800 and U+DFFF are halves. */
    BECOMES("\xed\x9f\xbf|\xed\xa0\x80|\xed\xbf\xbf", texts_utf8, "\xed\x9f\xbf|\xef\xbf\xbd|\xef\xbf\xbd");
    BECOMES("\xf0\x9f\x98\x80\xed\xa0\xbd", texts_utf8, "\xf0\x9f\x98\x80\xef\xbf\xbd");
    BECOMES("a\xc3\xbf\xc4\x80\xe4\xb8\xad", texts_latin1, "a\xff\x00\x2d");
    /* U+1F600 is D83D DE00. */
    BECOMES("\xf0\x9f\x98\x80z\xed\xa0\x81", texts_latin1, "\x3d\x00z\x01");

    struct made none = {.length = 1}, full = {.utf8 = "a", .length = 1};
    CHECK(texts_utf8(&handed_out, (struct value){(uint64_t)&none, -7}).tag == TAG_EXCEPTION && handed_out == 0);
    asked = &full;
    CHECK(texts_latin1(&handed_out, (struct value){(uint64_t)&full, -7}).tag == TAG_EXCEPTION && handed_out == 0);
    return 0;
}
