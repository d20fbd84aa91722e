/* The order of two texts by ICU's rules, without a way out to the host: a sort asks for some fifteen pairs for each of its texts.
 *
 * The engine hands out texts as UTF-8, those of plain ASCII as they lie in memory. Where they hold half a pair, which is no UTF-8, or
 * are so long that looking at them takes a while, nothing is said: then they come as units, of which ICU asks for one after the
 * other, and limits are asked in between. */
#include "collations.h"

#include <string.h>

#include "limits.h"
#include "texts.h"

#define TAG_INT 0
#define TAG_UNDEFINED 3
#define TAG_EXCEPTION 6
/* What ICU's rules take some microseconds for. */
#define MOST_BYTES 4096
#define MOST_COLLATORS 256

/* Units between two looks at the limits: some milliseconds of ICU's rules. */
#define ASK_EVERY 16384

static collations_strcoll strcoll_utf8;
static collations_units begin_units;
static collations_strcoll_units strcoll_units;
static const void *collators[MOST_COLLATORS];
static int32_t count;

void collations_begin(collations_strcoll compare, collations_units begin, collations_strcoll_units compare_units)
{
    strcoll_utf8 = compare;
    begin_units = begin;
    strcoll_units = compare_units;
}

int32_t collations_add(const void *collator)
{
    if (!strcoll_utf8 || count == MOST_COLLATORS)
        return 0;
    collators[count++] = collator;
    return count;
}

struct text {
    const char *utf8;
    size_t length;
};

static bool is_fit(const struct text *text)
{
    if (text->length > MOST_BYTES)
        return false;
    const char *end = text->utf8 + text->length;
    for (const char *at = text->utf8; (at = memchr(at, 0xed, (size_t)(end - at))); at++)
        if ((uint8_t)at[1] >= 0xa0)
            return false;
    return true;
}

static struct value compared(const void *collator, const struct text *first, const struct text *second)
{
    int32_t status = 0;
    if (!is_fit(first) || !is_fit(second))
        return (struct value){0, TAG_UNDEFINED};
    int32_t order =
        strcoll_utf8(collator, first->utf8, (int32_t)first->length, second->utf8, (int32_t)second->length, &status);
    if (status > 0)
        return (struct value){0, TAG_UNDEFINED};
    return (struct value){(uint32_t)order, TAG_INT};
}

struct value collations_compare(void *context, struct value self, int argc, const struct value *argv)
{
    const struct texts_engine *engine = texts_of_engine();
    struct text first, second;
    (void)self;
    if (argc < 3 || argv[0].tag != TAG_INT || (int32_t)argv[0].payload < 1 || (int32_t)argv[0].payload > count)
        return (struct value){0, TAG_UNDEFINED};
    first.utf8 = engine->to_utf8(context, &first.length, argv[1], false);
    if (!first.utf8)
        return (struct value){0, TAG_EXCEPTION};
    second.utf8 = engine->to_utf8(context, &second.length, argv[2], false);
    if (!second.utf8) {
        engine->free_utf8(context, first.utf8);
        return (struct value){0, TAG_EXCEPTION};
    }
    struct value order = compared(collators[(int32_t)argv[0].payload - 1], &first, &second);
    engine->free_utf8(context, first.utf8);
    engine->free_utf8(context, second.utf8);
    return order;
}

/* ICU's own, which both iterators have. */
static int32_t (*next_unit)(struct units *units);

static int32_t next_and_ask(struct units *units)
{
    if (units->index % ASK_EVERY == 0)
        limits_ask();
    return next_unit(units);
}

static void begin_text(void *context, struct units *units, struct value buffer)
{
    static const uint16_t empty[1];
    size_t size;
    const void *bytes = texts_of_engine()->bytes_of(context, &size, buffer);
    begin_units(units, bytes ? bytes : empty, bytes ? (int32_t)(size / sizeof *empty) : 0);
    next_unit = units->next;
    units->next = next_and_ask;
}

struct value collations_compare_units(void *context, struct value self, int argc, const struct value *argv)
{
    struct units first, second;
    int32_t status = 0;
    (void)self;
    if (argc < 3 || argv[0].tag != TAG_INT || (int32_t)argv[0].payload < 1 || (int32_t)argv[0].payload > count)
        return (struct value){0, TAG_UNDEFINED};
    begin_text(context, &first, argv[1]);
    begin_text(context, &second, argv[2]);
    int32_t order = strcoll_units(collators[(int32_t)argv[0].payload - 1], &first, &second, &status);
    if (status > 0)
        return (struct value){0, TAG_UNDEFINED};
    return (struct value){(uint32_t)order, TAG_INT};
}
