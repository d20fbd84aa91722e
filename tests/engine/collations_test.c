/* Comparing two texts, with an engine and an ICU that are made up here: texts are pointers to what the engine would say. Exits with 0,
 * or says what is wrong. */
#define _GNU_SOURCE
#include <string.h>

#include "check.h"
#include "collations.c"
#include "limits.c"
#include "texts.c"

#include "made_up.h"

static int asked;
static int32_t failure;

static int32_t strcoll_made_up(
    const void *collator, const char *first, int32_t first_length, const char *second, int32_t second_length, int32_t *status)
{
    CHECK(collator == &asked && first_length == (int32_t)strlen(first) && second_length == (int32_t)strlen(second));
    asked++;
    *status = failure;
    return strcmp(first, second) < 0 ? -1 : strcmp(first, second) > 0;
}

static uint8_t *bytes_of(void *context, size_t *length, struct value buffer)
{
    CHECK(context == &handed_out);
    *length = buffer.payload ? 2 * strlen((const char *)buffer.payload) : 0;
    return (uint8_t *)buffer.payload;
}

static int32_t next_made_up(struct units *units)
{
    return units->index < units->length ? ((const char *)units->context)[units->index++] : -1;
}

static void begin_made_up(struct units *units, const uint16_t *text, int32_t length)
{
    *units = (struct units){.context = text, .length = length, .next = next_made_up};
}

static int32_t strcoll_units_made_up(const void *collator, struct units *first, struct units *second, int32_t *status)
{
    int32_t one, other;
    CHECK(collator == &asked);
    *status = failure;
    do {
        one = first->next(first);
        other = second->next(second);
    } while (one == other && one >= 0);
    return (one > other) - (one < other);
}

static void *looked(void *callable)
{
    ++*(int *)callable;
    return 0;
}

static struct value compare_units(int32_t number, const char *first, const char *second)
{
    struct value argv[] = {{(uint32_t)number, TAG_INT}, {(uint64_t)first, -1}, {(uint64_t)second, -1}};
    return collations_compare_units(&handed_out, argv[0], 3, argv);
}

static void units_are_compared_and_limits_asked(void)
{
    static char one[3 * ASK_EVERY + 2], other[3 * ASK_EVERY + 2];
    int reached = 0;
    struct limits limits = {.python = {.call = looked, .wall_reached = &reached}};
    CHECK((int32_t)compare_units(1, "a", "b").payload == -1 && compare_units(1, "b", "b").payload == 0);
    CHECK((int32_t)compare_units(1, "b", NULL).payload == 1 && compare_units(1, NULL, NULL).payload == 0);
    CHECK(compare_units(0, "a", "b").tag == TAG_UNDEFINED && compare_units(2, "a", "b").tag == TAG_UNDEFINED);
    memset(one, 'x', sizeof one - 1);
    memset(other, 'x', sizeof other - 1);
    CHECK(compare_units(1, one, other).payload == 0 && reached == 0);
    limits_start(&limits, 0, LIMITS_NEVER);
    CHECK(compare_units(1, one, other).payload == 0 && reached == 1);
    limits_stop(&limits);
    failure = 7;
    CHECK(compare_units(1, "a", "b").tag == TAG_UNDEFINED);
    failure = 0;
}

static struct value text(const char *utf8) { return (struct value){(uint64_t)utf8, -7}; }

static struct value compare(int64_t number, const char *first, const char *second)
{
    struct value argv[] = {{(uint32_t)number, TAG_INT}, text(first), text(second)};
    struct value order = collations_compare(&handed_out, argv[0], 3, argv);
    CHECK(handed_out == 0);
    return order;
}

static void is_left_to_the_host(int64_t number, const char *first, const char *second)
{
    int before = asked;
    CHECK(compare(number, first, second).tag == TAG_UNDEFINED && asked == before);
}

int main(void)
{
    static char longest[MOST_BYTES + 2];
    texts_begin(&(struct texts_engine){.to_utf8 = to_utf8, .free_utf8 = free_utf8, .bytes_of = bytes_of});
    CHECK(collations_add(&asked) == 0);
    collations_begin(strcoll_made_up, begin_made_up, strcoll_units_made_up);
    CHECK(collations_add(&asked) == 1);

    CHECK((int32_t)compare(1, "a", "b").payload == -1 && compare(1, "b", "b").payload == 0 && compare(1, "", "b").tag == TAG_INT);
    /* U+D7FF is a character; halves of a pair are none. */
    CHECK(compare(1, "\xed\x9f\xbf", "\xed").tag == TAG_INT);
    is_left_to_the_host(1, "\xed\xa0\x80", "b");
    is_left_to_the_host(1, "a", "x\xed\x9f\xbf\xed\xbf\xbf");
    memset(longest, 'x', MOST_BYTES);
    CHECK(compare(1, longest, longest).tag == TAG_INT);
    longest[MOST_BYTES] = 'x';
    is_left_to_the_host(1, "a", longest);
    is_left_to_the_host(0, "a", "b");
    is_left_to_the_host(2, "a", "b");
    is_left_to_the_host(-1, "a", "b");
    struct value few[] = {{1, TAG_INT}, text("a")};
    CHECK(collations_compare(&handed_out, few[0], 2, few).tag == TAG_UNDEFINED);
    CHECK(compare(1, NULL, "b").tag == TAG_EXCEPTION && compare(1, "a", NULL).tag == TAG_EXCEPTION);
    units_are_compared_and_limits_asked();
    failure = 7;
    CHECK(compare(1, "a", "b").tag == TAG_UNDEFINED);

    for (int number = 2; number <= MOST_COLLATORS; number++)
        CHECK(collations_add(&asked) == number);
    CHECK(collations_add(&asked) == 0);
    return 0;
}
