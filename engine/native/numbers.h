/* Numbers as ICU writes them. numbers.c says why; executor/isolate/icu/formatters.py gives it ICU. */
#ifndef NATIVE_NUMBERS_H
#define NATIVE_NUMBERS_H

#include <stdint.h>

#include "promises.h"

/* ICU's unumf_formatDouble and unumf_resultToString, by address. */
typedef void (*numbers_format)(const void *formatter, double number, void *result, int32_t *status);
typedef int32_t (*numbers_string)(const void *result, uint16_t *units, int32_t room, int32_t *status);

/* Once, before a formatter is added; `result` is what every number is written to. */
void numbers_begin(numbers_format format, numbers_string string, void *result);

/* The number by which it is known from here on; 0 where there is room for no more. It must not be closed. */
int32_t numbers_add(const void *formatter);

/* A function of a formatter's number and a number: the text; undefined where the host has to be asked. */
struct value numbers_text(void *context, struct value self, int argc, const struct value *argv);

#endif
