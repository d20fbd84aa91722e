/* What of a zygote that rewinds needs no other: its packets, the list of what is to be copied, and an isolate that loses it at
 * once. Writes the packets to its output, one a line, for tests/engine/test_native.py to read as a server does. Exits with 0, or says what is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "context.c"
#include "hot.c"
#include "isolate.c"
#include "reports.c"
#include "rewind.c"

/* The rest of the zygote: no isolate is there to do anything with. */
static struct isolate *known;
static const char *given_up, *registers_problem;
static long goes_on;
uint64_t now(void) { return UINT64_MAX; }
void give_up(struct zygote *zygote, struct isolate *isolate, const char *reason, long error)
{
    (void)zygote, (void)error;
    isolate->state = ENDING;
    given_up = reason;
}
long protect(const struct zygote *zygote, const struct isolate *isolate) { return (void)zygote, (void)isolate, -1; }
void self_test(struct zygote *zygote, struct isolate *isolate) { (void)zygote, (void)isolate; }
struct isolate *isolate_of(struct zygote *zygote, int pid) { return (void)zygote, (void)pid, known; }
long set_registers(const struct isolate *isolate, struct user_regs_struct *registers) { return (void)isolate, (void)registers, -1; }
long set_xstate(struct zygote *zygote, const struct isolate *isolate) { return (void)zygote, (void)isolate, -1; }
const char *restore_registers(struct zygote *zygote, const struct isolate *isolate) { return (void)zygote, (void)isolate, registers_problem; }
long go_on(const struct isolate *isolate, long signal) { return (void)isolate, (void)signal, goes_on; }

/* No process has it. */
#define LAST_PID 2147483647
/* Errors are at most this (linux/err.h). */
#define LARGEST_ERROR 4095
static const char longest[] = "an isolate that was put back differs from the image";

static void show(int control)
{
    char packet[2 * MAX_PACKET_BYTES];
    long length = recv(control, packet, sizeof packet, MSG_DONTWAIT);
    CHECK(length > 0 && length <= MAX_PACKET_BYTES);
    for (long at = 0; at < length; at++) printf("%02x", (unsigned char)packet[at]);
    puts("");
}

static void packets_of_the_longest_of_everything_fit(struct zygote *zygote)
{
    int both[2];
    CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, both) == 0);
    zygote->control = both[0];
    struct isolate isolate = {.pid = LAST_PID, .socket = both[0], .pidfd = both[1], .pages = UINT32_MAX, .is_passed = true};
    tell_rewound(zygote, &isolate);
    show(both[1]);
    tell_lost(zygote, &isolate, longest, -LARGEST_ERROR);
    show(both[1]);
    isolate.is_passed = false;
    tell_lost(zygote, &isolate, longest, -LARGEST_ERROR);
    show(both[1]);
    CHECK(pass_on(zygote, &isolate) > 0);
    show(both[1]);
    zygote->is_testing = true;
    tell_lost(zygote, &isolate, longest, -LARGEST_ERROR);
    CHECK(recv(both[1], both, 1, MSG_DONTWAIT) < 0);
    puts(zygote->problem);
    zygote->is_testing = false;
}

/* What the list would copy: the pages of each entry, one after the other. */
static uint64_t pages_of(const struct zygote *zygote, const struct isolate *isolate)
{
    uint64_t pages = 0;
    for (uint32_t index = 0; index < isolate->entries; index++) pages += zygote->entries[index].target & (PAGE_BYTES - 1);
    return pages;
}

static void list_has_each_page_once_and_ends_where_its_memory_does(struct zygote *zygote, struct rewind_options *options)
{
    struct isolate isolate = {0};
    const struct region filled = {16 << 20, 512 << 20, 1ul << 40}, empty = {512 << 20, 1024 << 20, 0};
    options->most_pages = 20000;
    /* More pages than a count has room for. */
    CHECK(add_entries(zygote, &isolate, &filled, (struct page_range){32 << 20, (32 << 20) + 10000 * PAGE_BYTES, 0}));
    CHECK(isolate.entries == 3 && isolate.pages == 10000 && pages_of(zygote, &isolate) == 10000);
    CHECK((zygote->entries[1].target & -PAGE_BYTES) == (32 << 20) + 4095 * PAGE_BYTES);
    CHECK(zygote->entries[1].source == (1ul << 40) + (16 << 20) + 4095 * PAGE_BYTES);
    /* Of zeros there is one page, copied as often as it takes. */
    CHECK(add_entries(zygote, &isolate, &empty, (struct page_range){512 << 20, (512 << 20) + 3 * PAGE_BYTES, 0}));
    CHECK(isolate.entries == 6 && pages_of(zygote, &isolate) == 10003);
    for (int index = 3; index < 6; index++) CHECK(zygote->entries[index].source == zygote->inheritance->image.zeros);
    /* The memory of the list is full first, then there are too many pages. */
    CHECK(!add_entries(zygote, &isolate, &empty, (struct page_range){512 << 20, (512 << 20) + 5000 * PAGE_BYTES, 0}));
    CHECK(isolate.entries == MAX_ENTRIES);
    isolate.entries = isolate.pages = 0;
    CHECK(!add_entries(zygote, &isolate, &filled, (struct page_range){32 << 20, (32 << 20) + 20001 * PAGE_BYTES, 0}));
    CHECK(isolate.entries == 0);
}

/* Regions are looked for several at once: the kernel tells of what lies between them, too. */
static void what_lies_between_regions_is_not_listed(struct zygote *zygote, struct rewind_options *options)
{
    const uint64_t start = 16 << 20, page = PAGE_BYTES;
    const struct region regions[] = {
        {start, start + 4 * page, 1ul << 40}, {start + 8 * page, start + 10 * page, 2ul << 40}, {start + 10 * page, start + 11 * page, 3ul << 40}};
    const struct region *at = regions, *last = regions + 2;
    struct isolate isolate = {0};
    options->most_pages = 20000;
    CHECK(add_found(zygote, &isolate, &at, last, (struct page_range){start, start + page, 0}));
    /* From the first, over what is nobody's, into the second; then of the gap alone, though that is no order. */
    CHECK(add_found(zygote, &isolate, &at, last, (struct page_range){start + 2 * page, start + 9 * page, 0}));
    CHECK(isolate.entries == 3 && isolate.pages == 4);
    CHECK(zygote->entries[1].target == ((start + 2 * page) | 2) && zygote->entries[1].source == (1ul << 40) + 2 * page);
    CHECK(zygote->entries[2].target == ((start + 8 * page) | 1) && zygote->entries[2].source == 2ul << 40);
    CHECK(add_found(zygote, &isolate, &at, last, (struct page_range){start + 5 * page, start + 7 * page, 0}));
    CHECK(isolate.entries == 3);
    /* Two that touch, and what is beyond the last. */
    CHECK(add_found(zygote, &isolate, &at, last, (struct page_range){start + 9 * page, start + 20 * page, 0}));
    CHECK(isolate.entries == 5 && isolate.pages == 6 && zygote->entries[4].source == 3ul << 40);
    options->most_pages = 6;
    at = regions;
    CHECK(!add_found(zygote, &isolate, &at, last, (struct page_range){start, start + page, 0}));
}

/* As long as it has no page fault, and no longer. */
static void list_is_kept_until_the_next_page_fault(struct zygote *zygote)
{
    static struct entry kept[MAX_KEPT];
    struct isolate isolate = {.is_passed = true, .faulted = 7, .faulted_then = 7, .entries = 3, .pages = 9, .kept = kept};
    CHECK(!recall_list(zygote, &isolate));
    for (uint64_t index = 0; index < 3; index++) zygote->entries[index] = (struct entry){index | 1, index};
    keep_list(zygote, &isolate);
    clear_bytes(zygote->entries, sizeof zygote->entries);
    CHECK(recall_list(zygote, &isolate) && zygote->entries[2].target == 3 && zygote->entries[2].source == 2 && isolate.pages == 9);
    isolate.faulted++;
    CHECK(!recall_list(zygote, &isolate));
    isolate.faulted_then++;
    CHECK(recall_list(zygote, &isolate));
    /* The list is one of what was there when it was new, too long, or has no place; or faults are not counted. */
    for (int why = 0; why < 4; why++) {
        struct isolate other = {.is_passed = why != 0, .faulted = why != 1, .entries = why == 2 ? MAX_KEPT + 1 : 1, .kept = why == 3 ? NULL : kept};
        keep_list(zygote, &other);
        other.faulted_then = other.faulted;
        CHECK(!recall_list(zygote, &other));
    }
}

/* What was allowed when the zygote began is refused now, at each step: the isolate is given up, for the right reason. */
static void refusals_half_way_end_the_isolate(struct zygote *zygote, struct rewind_options *options)
{
    int anywhere = open("/dev/null", O_WRONLY);
    struct image *image = &zygote->inheritance->image;
    struct user_regs_struct at_end = {0}, early = {.r13 = 1};
    struct isolate isolate = {.pid = LAST_PID, .state = RUNNING, .pagemap = -1, .memory = -1, .peak = -1};
    CHECK(anywhere >= 0);

#define ENDS_BY(reason, step) \
    do { \
        given_up = NULL; \
        isolate.state = RUNNING; \
        step; \
        CHECK(isolate.state == ENDING && given_up && strcmp(given_up, reason) == 0); \
    } while (0)

    known = &isolate;
    ENDS_BY("stop", rewind_isolate(zygote, isolate.pid));
    image->count = 1;
    image->regions[0] = (struct region){16 << 20, 32 << 20, 1ul << 40};
    ENDS_BY("scan", start_copying(zygote, &isolate));
    image->count = 0;
    ENDS_BY("list", start_copying(zygote, &isolate));
    ENDS_BY("trap", finish_copying(zygote, &isolate, &early));
    ENDS_BY("list", finish_copying(zygote, &isolate, &at_end));
    isolate.memory = anywhere;
    ENDS_BY("registers", start_copying(zygote, &isolate));
    registers_problem = "signals";
    ENDS_BY("signals", finish_copying(zygote, &isolate, &at_end));
    registers_problem = NULL;
    options->tracks_faults = true;
    ENDS_BY("protect", finish_copying(zygote, &isolate, &at_end));
    isolate.is_passed = true;
    ENDS_BY("peak", finish_copying(zygote, &isolate, &at_end));
    isolate.peak = anywhere;
    goes_on = -1;
    ENDS_BY("resume", finish_copying(zygote, &isolate, &at_end));
    known = NULL;
    CHECK(close(anywhere) == 0);
}

/* It has the zygote's end of the socket, too, as every fork has. */
static void isolate_that_nobody_tells_to_begin_ends(struct inheritance *inheritance)
{
    int both[2], status;
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, both) == 0);
    inheritance->server_pid = getpid();
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) begin_isolate(inheritance, both[1]);
    CHECK(close(both[0]) == 0 && close(both[1]) == 0);
    CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
}

int main(void)
{
    alarm(60); /* Nothing here waits. */
    struct rewind_options options = {0};
    struct inheritance inheritance = {.image = {.zeros = 1ul << 41}};
    struct zygote *zygote = calloc(1, sizeof *zygote);
    zygote->options = &options;
    zygote->inheritance = &inheritance;
    packets_of_the_longest_of_everything_fit(zygote);
    list_has_each_page_once_and_ends_where_its_memory_does(zygote, &options);
    what_lies_between_regions_is_not_listed(zygote, &options);
    list_is_kept_until_the_next_page_fault(zygote);
    refusals_half_way_end_the_isolate(zygote, &options);
    isolate_that_nobody_tells_to_begin_ends(&inheritance);
    free(zygote);
    return 0;
}
