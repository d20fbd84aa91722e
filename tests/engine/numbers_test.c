/* Numbers as texts, with an engine and an ICU that are made up here. Exits with 0, or says what is wrong. */
#define _GNU_SOURCE
#include <string.h>

#include "check.h"
#include "limits.c"
#include "numbers.c"
#include "texts.c"

static int context_made_up, formatter_made_up, written;
static int32_t failure;
static double formatted;
static const uint16_t *said;
static int32_t said_length;
static char made[3 * ROOM + 1];

static void format(const void *formatter, double number, void *given, int32_t *status)
{
    CHECK(formatter == &formatter_made_up && given == &written && *status == 0);
    formatted = number;
    *status = failure;
}

static int32_t string_made_up(const void *given, uint16_t *units, int32_t room, int32_t *status)
{
    CHECK(given == &written && room == ROOM);
    if (*status == 0 && said_length <= room)
        memcpy(units, said, (size_t)said_length * sizeof *units);
    return said_length;
}

static struct value new_text(void *context, const char *utf8, size_t length)
{
    CHECK(context == &context_made_up && length < sizeof made);
    memcpy(made, utf8, length);
    made[length] = 0;
    return (struct value){(uint64_t)made, -7};
}

static struct value of(double number)
{
    struct value value = {0, TAG_FLOAT};
    memcpy(&value.payload, &number, sizeof number);
    return value;
}

static struct value text_of(int32_t formatter, struct value number)
{
    struct value argv[] = {{(uint32_t)formatter, TAG_INT}, number};
    return numbers_text(&context_made_up, argv[0], 2, argv);
}

static bool becomes(const uint16_t *units, int32_t length, const char *utf8)
{
    said = units;
    said_length = length;
    return text_of(1, of(0.5)).tag == -7 && formatted == 0.5 && !strcmp(made, utf8);
}

int main(void)
{
    static uint16_t longest[ROOM + 1];
    const uint16_t units[] = {'1', 0xa0, 0x660, 0x20ac, 0xd835, 0xdfd8, 0xffff};
    texts_begin(&(struct texts_engine){.new_text = new_text});
    CHECK(numbers_add(&formatter_made_up) == 0);
    numbers_begin(format, string_made_up, &written);
    CHECK(numbers_add(&formatter_made_up) == 1);

    CHECK(becomes(units, 7, "1\xc2\xa0\xd9\xa0\xe2\x82\xac\xf0\x9d\x9f\x98\xef\xbf\xbf") && becomes(units, 0, ""));
    CHECK(text_of(1, (struct value){(uint32_t)-7, TAG_INT}).tag == -7 && formatted == -7);
    for (int at = 0; at <= ROOM; at++)
        longest[at] = 0x20ac;
    said = longest;
    said_length = ROOM;
    CHECK(text_of(1, of(1)).tag == -7 && strlen(made) == 3 * ROOM);
    said_length = ROOM + 1;
    CHECK(text_of(1, of(1)).tag == TAG_UNDEFINED);
    said_length = 1;
    CHECK(text_of(0, of(1)).tag == TAG_UNDEFINED && text_of(2, of(1)).tag == TAG_UNDEFINED && text_of(-1, of(1)).tag == TAG_UNDEFINED);
    CHECK(text_of(1, (struct value){0, TAG_UNDEFINED}).tag == TAG_UNDEFINED);
    struct value few[] = {{1, TAG_INT}};
    CHECK(numbers_text(&context_made_up, few[0], 1, few).tag == TAG_UNDEFINED);
    failure = 7;
    CHECK(text_of(1, of(1)).tag == TAG_UNDEFINED);

    for (int number = 2; number <= MOST_FORMATTERS; number++)
        CHECK(numbers_add(&formatter_made_up) == number);
    CHECK(numbers_add(&formatter_made_up) == 0);
    return 0;
}
