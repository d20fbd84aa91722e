/* Texts as bytes. texts.c says why; executor/isolate/texts.py makes methods of these for runtime/texts.js. */
#ifndef NATIVE_TEXTS_H
#define NATIVE_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "promises.h"

/* The engine's, by address: JS_ToCStringLen2, JS_FreeCString, JS_NewArrayBufferCopy, JS_GetArrayBuffer, JS_NewStringLen, js_malloc
 * and js_free. */
struct texts_engine {
    const char *(*to_utf8)(void *context, size_t *length, struct value text, bool is_cesu8);
    void (*free_utf8)(void *context, const char *utf8);
    struct value (*new_buffer)(void *context, const uint8_t *bytes, size_t length);
    uint8_t *(*bytes_of)(void *context, size_t *length, struct value buffer);
    struct value (*new_text)(void *context, const char *utf8, size_t length);
    void *(*allocate)(void *context, size_t size);
    void (*release)(void *context, void *memory);
};

/* Once, before the others. */
void texts_begin(const struct texts_engine *given);
/* What was given. */
const struct texts_engine *texts_of_engine(void);

/* The lower byte of each unit of what the engine says of a text, in place; how many there are. */
size_t texts_narrow(uint8_t *bytes, size_t length);

/* Methods of a text: a new ArrayBuffer. Of UTF-8, with U+FFFD for half a pair; and that begins with the lower byte of each unit, as
 * many as the text has, and may be longer. */
struct value texts_utf8(void *context, struct value text);
struct value texts_latin1(void *context, struct value text);
/* The same of all its units, two bytes each, in the machine's order. */
struct value texts_utf16(void *context, struct value text);

/* Methods of an ArrayBuffer, of where a part begins and how long it is: the part as a text; undefined where it is not UTF-8, or is
 * no part. */
struct value texts_of_utf8(void *context, struct value buffer, int argc, const struct value *argv);
struct value texts_of_latin1(void *context, struct value buffer, int argc, const struct value *argv);

/* A method of an ArrayBuffer, of a place in it, another buffer, a place there, and how many bytes of both: which are the greater, as
 * memcmp says it. */
struct value texts_compare(void *context, struct value buffer, int argc, const struct value *argv);

/* A method of an ArrayBuffer, of a place in it and how many bytes from there, another buffer, a place there, and how many bytes of that:
 * where these are, from the first place on; -1 for nowhere. */
struct value texts_index(void *context, struct value buffer, int argc, const struct value *argv);

#endif
