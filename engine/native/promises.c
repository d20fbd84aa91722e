/* Promises that were rejected with nobody to handle it, as the engine tells of them, and the loop over promise jobs.
 *
 * The list is in C because a Python function that C can call is code which libffi writes at run time, in a page that is writable
 * and executable, in every isolate. It is ordered, for reports come in order, and found by hash: with a plain list a script that
 * rejects a million promises and then handles them would keep the engine in here for minutes, where no limit is looked at.
 *
 * Its memory is the engine's, so it counts as the script's. Having none is kept (`lost_one`): the engine's call has no way to fail.
 */
#include "promises.h"

#include <string.h>

#define TAG_OBJECT (-1)
#define FEWEST_PLACES 8
#define MOST_PLACES (1u << 30)

static uint32_t slot_of(const struct rejections *list, uint64_t address)
{
    /* Fibonacci hashing: addresses differ in their middle bits, the product's upper half depends on all of them. */
    return (uint32_t)((address * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (list->capacity * 2 - 1);
}

static uint32_t next_slot(const struct rejections *list, uint32_t slot)
{
    return (slot + 1) & (list->capacity * 2 - 1);
}

static void put_into_index(struct rejections *list, uint32_t place)
{
    uint32_t slot = slot_of(list, list->places[place]);
    while (list->slots[slot])
        slot = next_slot(list, slot);
    list->slots[slot] = place + 1;
}

/* The place of an address; `used` where it has none. Ends: at most half of the slots are taken. */
static uint32_t find(const struct rejections *list, uint64_t address)
{
    if (!list->capacity)
        return list->used;
    for (uint32_t slot = slot_of(list, address); list->slots[slot]; slot = next_slot(list, slot))
        if (list->places[list->slots[slot] - 1] == address)
            return list->slots[slot] - 1;
    return list->used;
}

/* Moves what is listed together, which makes room where much was taken off. */
static void close_gaps(struct rejections *list)
{
    uint32_t used = 0;
    for (uint32_t place = list->first; place < list->used; place++)
        if (list->places[place])
            list->places[used++] = list->places[place];
    list->first = 0;
    list->used = used;
}

static void make_index(struct rejections *list)
{
    memset(list->slots, 0, (uint64_t)list->capacity * 2 * sizeof *list->slots);
    for (uint32_t place = 0; place < list->used; place++)
        put_into_index(list, place);
}

/* The slots first: what has too many of them for its places is whole, as long as `capacity` is the old one. */
static bool grow(struct rejections *list)
{
    uint32_t capacity = list->capacity ? list->capacity * 2 : FEWEST_PLACES;
    if (capacity > MOST_PLACES)
        return false;
    struct promises_engine *engine = &list->engine;
    void *slots = engine->resize(engine->runtime, list->slots, (uint64_t)capacity * 2 * sizeof *list->slots);
    if (!slots)
        return false;
    list->slots = slots;
    void *places = engine->resize(engine->runtime, list->places, (uint64_t)capacity * sizeof *list->places);
    if (!places)
        return false;
    list->places = places;
    list->capacity = capacity;
    return true;
}

static bool make_room(struct rejections *list)
{
    if (list->used < list->capacity)
        return true;
    close_gaps(list);
    /* Growing where half is taken keeps the work for each rejection bounded, however many come and go. */
    if (list->used >= list->capacity / 2 && !grow(list) && list->used == list->capacity)
        return false;
    make_index(list);
    return true;
}

static void add(struct rejections *list, struct value promise)
{
    if (!make_room(list)) {
        list->lost_one = 1;
        return;
    }
    list->engine.hold(list->engine.context, promise);
    list->places[list->used] = promise.payload;
    put_into_index(list, list->used++);
    list->count++;
}

static uint64_t take(struct rejections *list, uint32_t place)
{
    uint64_t address = list->places[place];
    list->places[place] = 0;
    list->count--;
    return address;
}

static void let_go(struct rejections *list, uint64_t address)
{
    list->engine.let_go(list->engine.context, (struct value){address, TAG_OBJECT});
}

void rejections_track(void *context, struct value promise, struct value reason, bool is_handled, void *opaque)
{
    struct rejections *list = opaque;
    (void)context;
    (void)reason;
    uint32_t place = find(list, promise.payload);
    if (!is_handled && place == list->used)
        add(list, promise);
    /* Of a promise that is still referred to by who handles it: letting go of it frees nothing here. */
    else if (is_handled && place != list->used)
        let_go(list, take(list, place));
}

uint64_t rejections_take(struct rejections *list)
{
    while (list->first < list->used && !list->places[list->first])
        list->first++;
    return list->first < list->used ? take(list, list->first++) : 0;
}

void rejections_forget(struct rejections *list)
{
    /* One at a time off the list: what is freed may free more, and nothing of that may find the list half empty. */
    for (uint64_t address; (address = rejections_take(list));)
        let_go(list, address);
    /* The engine frees nothing for null. */
    list->engine.free(list->engine.runtime, list->slots);
    list->engine.free(list->engine.runtime, list->places);
    list->slots = 0;
    list->places = 0;
    list->first = list->used = list->capacity = 0;
}

int promises_run_jobs(
    void *runtime, int (*execute)(void *runtime, void **context), int (*interrupt)(void *runtime, void *opaque), void *opaque)
{
    void *context;
    int done;
    while ((done = execute(runtime, &context)) > 0)
        /* A job may be one long builtin: the engine itself looks at limits by what it counts, and none of these counts. */
        if (interrupt && interrupt(runtime, opaque))
            return 0;
    return done;
}
