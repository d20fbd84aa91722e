/* An engine's texts, made up: pointers to what it would say. Included behind texts.c by the tests that hand some out; `handed_out` are those
 * that were not given back, and is the context, too. */
#ifndef MADE_UP_H
#define MADE_UP_H

static int handed_out;

static const char *to_utf8(void *context, size_t *length, struct value text, bool is_cesu8)
{
    const char *utf8 = (const char *)text.payload;
    CHECK(context == &handed_out && !is_cesu8);
    *length = utf8 ? strlen(utf8) : 0;
    handed_out += utf8 != NULL;
    return utf8;
}

static void free_utf8(void *context, const char *utf8)
{
    CHECK(context == &handed_out && utf8);
    handed_out--;
}

#endif
