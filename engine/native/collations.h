/* The order of two texts by ICU's rules. collations.c says why; executor/isolate/icu/collations.py gives it ICU. */
#ifndef NATIVE_COLLATIONS_H
#define NATIVE_COLLATIONS_H

#include <stdint.h>

#include "promises.h"

/* ICU's ucol_strcollUTF8, by address. */
typedef int32_t (*collations_strcoll)(
    const void *collator, const char *first, int32_t first_length, const char *second, int32_t second_length, int32_t *status);

/* ICU's UCharIterator, whose layout is promised; of its functions only what is replaced is told. */
struct units {
    const void *context;
    int32_t length, start, index, limit, reserved;
    void *get_index, *move, *has_next, *has_previous, *current;
    int32_t (*next)(struct units *units);
    void *others[4];
};

/* ICU's uiter_setString and ucol_strcollIter, by address. */
typedef void (*collations_units)(struct units *units, const uint16_t *text, int32_t length);
typedef int32_t (*collations_strcoll_units)(const void *collator, struct units *first, struct units *second, int32_t *status);

/* Once, before a collator is added. */
void collations_begin(collations_strcoll compare, collations_units begin, collations_strcoll_units compare_units);

/* The number by which it is known from here on; 0 where there is room for no more. It must not be closed. */
int32_t collations_add(const void *collator);

/* A function of a number and two texts: -1, 0 or 1; undefined where the host has to be asked. */
struct value collations_compare(void *context, struct value self, int argc, const struct value *argv);

/* The same of a number and two ArrayBuffers, the units of texts of any length: limits are asked on the way. */
struct value collations_compare_units(void *context, struct value self, int argc, const struct value *argv);

#endif
