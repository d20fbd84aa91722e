/* The native part by itself, with clocks, an engine and a Python that are made up here. Exits with 0, or says what is wrong.
 * tests/engine/test_native.py compiles it, with the sanitizers for addresses and undefined behaviour. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The clocks: what they show, and how often each was read. */
static int64_t wall, cpu;
static int wall_reads, cpu_reads;

static int made_up_clock_gettime(clockid_t clock, struct timespec *time)
{
    int64_t now = clock == CLOCK_MONOTONIC ? wall : cpu;
    *(clock == CLOCK_MONOTONIC ? &wall_reads : &cpu_reads) += 1;
    *time = (struct timespec){now / 1000000000, now % 1000000000};
    return 0;
}

#define clock_gettime made_up_clock_gettime
#include "limits.c"
#undef clock_gettime
#include "promises.c"

#include "check.h"

#define MS 1000000LL

/* --- limits ------------------------------------------------------------------------------------------------------ */

static char wall_callable, cpu_callable, an_object;
static void *told, *answer;
static int times_told, times_released;

static void *call(void *callable)
{
    told = callable;
    times_told++;
    return answer;
}

static void release(void *object)
{
    CHECK(object == &an_object);
    times_released++;
}

static struct limits made_limits(void)
{
    wall = 5000 * MS;
    cpu = 70 * MS;
    wall_reads = cpu_reads = times_told = times_released = 0;
    told = 0;
    answer = &an_object;
    return (struct limits){
        .next_ns = LIMITS_NEVER,
        .wall_ns = LIMITS_NEVER,
        .cpu_ns = LIMITS_NEVER,
        .python = {call, release, &wall_callable, &cpu_callable},
    };
}

static void pass(int64_t wall_ns, int64_t cpu_ns)
{
    wall += wall_ns;
    cpu += cpu_ns;
}

static void without_a_run_no_clock_is_read(void)
{
    struct limits limits = made_limits();
    CHECK(!limits_poll(0, &limits) && !limits_stop(&limits));
    CHECK(wall_reads + cpu_reads == 0 && times_told == 0);
    CHECK(limits_left(&limits) > 1e300);
}

static void wall_limit_is_told_once_from_its_very_nanosecond_on(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 100 * MS, LIMITS_NEVER);
    pass(100 * MS - 1, 100 * MS);
    CHECK(!limits_poll(0, &limits) && times_told == 0);
    pass(1, 0);
    CHECK(!limits_poll(0, &limits) && told == &wall_callable);
    CHECK(!limits_poll(0, &limits) && !limits_stop(&limits));
    CHECK(times_told == 1 && times_released == 1 && cpu_reads == 0);
}

static void cpu_limit_is_not_reached_by_waiting(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 10000 * MS, 100 * MS);
    pass(5000 * MS, 99 * MS);
    CHECK(!limits_poll(0, &limits) && times_told == 0);
    pass(1 * MS, 1 * MS);
    CHECK(!limits_poll(0, &limits) && told == &cpu_callable && times_told == 1);
}

static void cpu_clock_is_read_when_the_limit_can_have_been_reached_and_not_before(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 100000 * MS, 1000 * MS);
    CHECK(cpu_reads == 1);
    /* Half of the time is ours. Each reading finds half of what was left. */
    while (!times_told) {
        CHECK(cpu < 70 * MS + 1000 * MS + MS);
        pass(MS / 10, MS / 20);
        limits_poll(0, &limits);
    }
    CHECK(cpu_reads < 25 && cpu >= 1070 * MS && cpu < 1071 * MS);
}

static void clock_that_is_slowed_down_makes_nothing_late(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 100000 * MS, 1000 * MS);
    /* The processor's second is 1,999/2,000 of a second here. */
    while (!times_told) {
        pass(1999 * MS / 20000, 2000 * MS / 20000);
        limits_poll(0, &limits);
    }
    CHECK(cpu < 1070 * MS + MS / 5);
}

static void both_reached_is_told_as_wall_time(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 100 * MS, 90 * MS);
    pass(200 * MS, 200 * MS);
    CHECK(limits_stop(&limits) == 0 && told == &wall_callable && times_told == 1);
}

static void stop_tells_what_is_reached_by_then_and_forgets_the_rest(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 100 * MS, 50 * MS);
    pass(60 * MS, 49 * MS);
    CHECK(!limits_stop(&limits) && times_told == 0);
    pass(1000 * MS, 1000 * MS);
    CHECK(!limits_poll(0, &limits) && times_told == 0);
    limits_start(&limits, 100 * MS, 50 * MS);
    pass(60 * MS, 50 * MS);
    CHECK(!limits_stop(&limits) && told == &cpu_callable);
}

static void exception_stops_the_engine_until_the_next_run(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 1 * MS, LIMITS_NEVER);
    pass(2 * MS, 0);
    answer = 0;
    CHECK(limits_poll(0, &limits) && limits_poll(0, &limits) && limits_stop(&limits) && limits_poll(0, &limits));
    CHECK(times_told == 1 && times_released == 0);
    limits_start(&limits, 1 * MS, LIMITS_NEVER);
    CHECK(!limits_poll(0, &limits));
}

static struct limits *within;

static void *call_within(void *callable)
{
    (void)callable;
    /* As Python does, which ends the run. */
    CHECK(!limits_poll(0, within) && !limits_stop(within));
    times_told++;
    return &an_object;
}

static void what_is_told_may_ask_and_stop(void)
{
    struct limits limits = made_limits();
    within = &limits;
    limits.python.call = call_within;
    limits_start(&limits, 1 * MS, LIMITS_NEVER);
    pass(1 * MS, 0);
    CHECK(!limits_poll(0, &limits) && times_told == 1);
}

static void limit_beyond_all_time_is_none(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, LIMITS_NEVER, LIMITS_NEVER - 1);
    pass(1000000000 * MS, 1000000000 * MS);
    CHECK(!limits_poll(0, &limits) && times_told == 0);
}

static void who_waits_for_what_is_left_finds_it_reached(void)
{
    struct limits limits = made_limits();
    limits_start(&limits, 100 * MS, LIMITS_NEVER);
    pass(40 * MS, 0);
    double left = limits_left(&limits);
    CHECK(left >= 0.06 && left < 0.061);
    pass((int64_t)(left * 1e9), 0);
    CHECK(limits_left(&limits) == 0.0);
    CHECK(!limits_poll(0, &limits) && times_told == 1);
}

/* --- rejections -------------------------------------------------------------------------------------------------- */

#define PROMISES 1000000

static int held[PROMISES + 1];
static int failing_allocation, allocations;

static struct value hold(void *context, struct value value)
{
    CHECK(context == &held && value.tag == TAG_OBJECT);
    held[value.payload / 16]++;
    return value;
}

static void release_value(void *context, struct value value)
{
    CHECK(context == &held && value.tag == TAG_OBJECT);
    held[value.payload / 16]--;
}

static void *resize(void *runtime, void *memory, uint64_t size)
{
    CHECK(runtime == &allocations);
    return ++allocations == failing_allocation ? 0 : realloc(memory, size);
}

static void free_memory(void *runtime, void *memory)
{
    CHECK(runtime == &allocations);
    free(memory);
}

static struct rejections made_list(void)
{
    allocations = failing_allocation = 0;
    memset(held, 0, sizeof held);
    return (struct rejections){.engine = {hold, release_value, resize, free_memory, &allocations, &held}};
}

static void track(struct rejections *list, int number, bool is_handled)
{
    struct value promise = {(uint64_t)number * 16, TAG_OBJECT};
    rejections_track(&held, promise, (struct value){0, 3}, is_handled, list);
}

/* As many as there are here would take hours with a plain list. */
static void what_is_not_handled_is_taken_in_order(void)
{
    struct rejections list = made_list();
    for (int number = 1; number <= PROMISES; number++)
        track(&list, number, false);
    for (int number = 2; number <= PROMISES; number += 2)
        track(&list, number, true);
    CHECK(list.count == PROMISES / 2);
    for (int number = 1; number <= PROMISES; number += 2)
        CHECK(rejections_take(&list) == (uint64_t)number * 16 && held[number] == 1);
    CHECK(rejections_take(&list) == 0 && list.count == 0);
    for (int number = 2; number <= PROMISES; number += 2)
        CHECK(held[number] == 0);
    rejections_forget(&list);
}

static void handled_without_being_listed_is_nothing(void)
{
    struct rejections list = made_list();
    track(&list, 1, true);
    track(&list, 1, false);
    track(&list, 1, false);
    CHECK(list.count == 1 && held[1] == 1);
    CHECK(rejections_take(&list) == 16);
    track(&list, 1, true);
    CHECK(held[1] == 1 && list.count == 0);
    rejections_forget(&list);
}

/* Against a list that is as simple as can be. */
static void whatever_happens_it_is_as_a_plain_list(void)
{
    struct rejections list = made_list();
    static int plain[PROMISES + 1];
    int length = 0;
    unsigned random = 1;
    for (int step = 0; step < 200000; step++) {
        random = random * 1664525 + 1013904223;
        int number = 1 + (int)(random >> 8) % (step < 100000 ? 60 : 2000);
        int place = 0;
        while (place < length && plain[place] != number)
            place++;
        switch (random >> 29) {
        case 0:
            CHECK(rejections_take(&list) == (uint64_t)(length ? plain[0] : 0) * 16);
            if (!length)
                break;
            /* Taken over. */
            held[plain[0]]--;
            memmove(plain, plain + 1, sizeof *plain * (size_t)--length);
            break;
        case 1:
        case 2:
            track(&list, number, true);
            if (place < length)
                memmove(plain + place, plain + place + 1, sizeof *plain * (size_t)(--length - place));
            break;
        default:
            track(&list, number, false);
            if (place == length)
                plain[length++] = number;
        }
        CHECK(list.count == (uint64_t)length);
        if (random % 50000 == 7) {
            rejections_forget(&list);
            length = 0;
        }
    }
    for (int place = 0; place < length; place++)
        CHECK(held[plain[place]] == 1);
    rejections_forget(&list);
    for (int number = 0; number <= PROMISES; number++)
        CHECK(held[number] == 0);
    CHECK(list.count == 0 && !list.lost_one);
}

/* Each allocation fails in turn: that is told, what was listed stays, and nothing is held that is not listed. */
static void having_no_memory_loses_what_comes_and_nothing_else(void)
{
    for (int failing = 1; failing <= 12; failing++) {
        struct rejections list = made_list();
        failing_allocation = failing;
        for (int number = 1; number <= 200; number++)
            track(&list, number, false);
        CHECK(list.lost_one && list.count < 200);
        uint64_t taken, last = 0, count = 0;
        for (int number = 1; number <= 200; number += 3)
            track(&list, number, true);
        while ((taken = rejections_take(&list))) {
            CHECK(taken > last && held[taken / 16]-- == 1 && taken / 16 % 3 != 1);
            last = taken;
            count++;
        }
        CHECK(count > 120);
        rejections_forget(&list);
        for (int number = 0; number <= 200; number++)
            CHECK(held[number] == 0);
    }
}

/* --- jobs -------------------------------------------------------------------------------------------------------- */

static int jobs_left, jobs_run, last_answer;

static int execute(void *runtime, void **context)
{
    CHECK(runtime == &jobs_left && context);
    if (!jobs_left)
        return last_answer;
    jobs_left--;
    jobs_run++;
    return 1;
}

static int interrupt(void *runtime, void *opaque)
{
    CHECK(runtime == &jobs_left);
    return jobs_run == *(int *)opaque;
}

static void jobs_run_until_none_is_left_one_fails_or_a_limit_is_reached(void)
{
    int limit = 3;
    jobs_left = 5;
    CHECK(promises_run_jobs(&jobs_left, execute, 0, 0) == 0 && jobs_run == 5);
    last_answer = -1;
    CHECK(promises_run_jobs(&jobs_left, execute, 0, 0) == -1);
    jobs_left = 5;
    jobs_run = 0;
    CHECK(promises_run_jobs(&jobs_left, execute, interrupt, &limit) == 0 && jobs_run == 3 && jobs_left == 2);
}

int main(void)
{
    without_a_run_no_clock_is_read();
    wall_limit_is_told_once_from_its_very_nanosecond_on();
    cpu_limit_is_not_reached_by_waiting();
    cpu_clock_is_read_when_the_limit_can_have_been_reached_and_not_before();
    clock_that_is_slowed_down_makes_nothing_late();
    both_reached_is_told_as_wall_time();
    stop_tells_what_is_reached_by_then_and_forgets_the_rest();
    exception_stops_the_engine_until_the_next_run();
    what_is_told_may_ask_and_stop();
    limit_beyond_all_time_is_none();
    who_waits_for_what_is_left_finds_it_reached();
    what_is_not_handled_is_taken_in_order();
    handled_without_being_listed_is_nothing();
    whatever_happens_it_is_as_a_plain_list();
    having_no_memory_loses_what_comes_and_nothing_else();
    jobs_run_until_none_is_left_one_fails_or_a_limit_is_reached();
    return 0;
}
