/* Numbers as ICU writes them, without a way out to the host, which takes twenty times as long as ICU does. */
#include "numbers.h"

#include <stdbool.h>
#include <string.h>

#include "texts.h"

#define TAG_INT 0
#define TAG_UNDEFINED 3
#define TAG_FLOAT 8
#define MOST_FORMATTERS 256
/* Units that most numbers fit into: 1.7e308 in full has 411. What does not is the host's. */
#define ROOM 512

static numbers_format format_number;
static numbers_string string_of;
static void *result;
static const void *formatters[MOST_FORMATTERS];
static int32_t count;

void numbers_begin(numbers_format format, numbers_string string, void *given)
{
    format_number = format;
    string_of = string;
    result = given;
}

int32_t numbers_add(const void *formatter)
{
    if (!format_number || count == MOST_FORMATTERS)
        return 0;
    formatters[count++] = formatter;
    return count;
}

/* The engine takes UTF-8. ICU writes whole pairs. */
static size_t in_utf8(const uint16_t *units, int32_t length, uint8_t *utf8)
{
    uint8_t *to = utf8;
    for (int32_t at = 0; at < length; at++) {
        uint32_t point = units[at];
        if (point >= 0xd800 && point < 0xdc00 && at + 1 < length)
            point = 0x10000 + ((point & 0x3ff) << 10 | (units[++at] & 0x3ffu));
        if (point < 0x80) {
            *to++ = (uint8_t)point;
            continue;
        }
        if (point < 0x800) {
            *to++ = (uint8_t)(0xc0 | point >> 6);
        } else {
            if (point < 0x10000) {
                *to++ = (uint8_t)(0xe0 | point >> 12);
            } else {
                *to++ = (uint8_t)(0xf0 | point >> 18);
                *to++ = (uint8_t)(0x80 | (point >> 12 & 0x3f));
            }
            *to++ = (uint8_t)(0x80 | (point >> 6 & 0x3f));
        }
        *to++ = (uint8_t)(0x80 | (point & 0x3f));
    }
    return (size_t)(to - utf8);
}

static bool is_number(const struct value *value, double *number)
{
    if (value->tag == TAG_INT)
        *number = (int32_t)value->payload;
    else if (value->tag == TAG_FLOAT)
        memcpy(number, &value->payload, sizeof *number);
    return value->tag == TAG_INT || value->tag == TAG_FLOAT;
}

struct value numbers_text(void *context, struct value self, int argc, const struct value *argv)
{
    uint16_t units[ROOM];
    uint8_t utf8[3 * ROOM];
    double number;
    int32_t status = 0;
    (void)self;
    if (argc < 2 || argv[0].tag != TAG_INT || (int32_t)argv[0].payload < 1 || (int32_t)argv[0].payload > count ||
        !is_number(&argv[1], &number))
        return (struct value){0, TAG_UNDEFINED};
    format_number(formatters[(int32_t)argv[0].payload - 1], number, result, &status);
    int32_t length = string_of(result, units, ROOM, &status);
    if (status > 0 || length > ROOM)
        return (struct value){0, TAG_UNDEFINED};
    return texts_of_engine()->new_text(context, (const char *)utf8, in_utf8(units, length, utf8));
}
