#if defined(__x86_64__)

#include <sys/ioctl.h>
#include <sys/ptrace.h>

#include "system.h"
#include "zygote.h"

static bool add_entries(struct zygote *zygote, struct isolate *isolate, const struct region *region, struct page_range found)
{
    const struct image *image = &zygote->inheritance->image;
    isolate->pages += (uint32_t)((found.end - found.start) / PAGE_BYTES);
    if (isolate->pages > zygote->options->most_pages) return false;
    for (uint64_t at = found.start; at < found.end;) {
        /* The list is as long as its memory, and a count of pages has 12 bits; of zeros there is one page. */
        uint64_t count = region->source ? (found.end - at) / PAGE_BYTES : 1;
        if (count > 4095) count = 4095;
        if (isolate->entries == MAX_ENTRIES) return false;
        uint64_t source = region->source ? region->source + (at - region->start) : image->zeros;
        zygote->entries[isolate->entries++] = (struct entry){at | count, source};
        at += count * PAGE_BYTES;
    }
    return true;
}

/* Regions that are looked through in one go may be so far apart (pages): a system call costs as much as looking at so many. */
#define NEAR 128
/* Regions of no more pages than that are looked through together, whatever lies between. */
#define SMALL 256

static enum page_kind kind_of(const struct zygote *zygote, const struct isolate *isolate, const struct region *region)
{
    if (!isolate->is_passed || !zygote->options->tracks_faults || !region->source) return OWN_PAGES;
    return region->end - region->start > SMALL * PAGE_BYTES ? WRITTEN_PAGES : WRITTEN_PAGES_AMONG_OTHERS;
}

/* Whether a region and the one before it, of one kind, can be looked through together. */
static bool is_reached(enum page_kind kind, const struct region *region)
{
    return kind == WRITTEN_PAGES_AMONG_OTHERS || region->start - region[-1].end <= NEAR * PAGE_BYTES;
}

/* Of what was found in one go, what is in a region: what lies between is not the isolate's to write to, whatever is told of it. */
static bool add_found(
    struct zygote *zygote, struct isolate *isolate, const struct region **at, const struct region *last, struct page_range found)
{
    for (; *at <= last && found.start < found.end; (*at)++) {
        const struct region *region = *at;
        if (found.start < region->start) found.start = region->start;
        struct page_range part = {found.start, found.end < region->end ? found.end : region->end, 0};
        if (part.start < part.end && !add_entries(zygote, isolate, region, part)) return false;
        /* It may go on in the next one, or the next may begin in this region. */
        if (found.end <= region->end) break;
    }
    return true;
}

/* As `list_pages`, of regions that can be looked through together. */
static const char *list_together(
    struct zygote *zygote, struct isolate *isolate, const struct region *first, const struct region *last, enum page_kind kind)
{
    struct page_scan scan = {first->start, last->end, zygote->ranges, SCAN_RANGES};
    /* The kernel takes memory for as many ranges as may be found. */
    uint64_t pages = (scan.end - scan.start) / PAGE_BYTES;
    if (pages < scan.capacity) scan.capacity = pages + 1;
    const struct region *at = first;
    long found;
    while ((found = scan_pages(isolate->pagemap, &scan, kind)) > 0)
        for (long range = 0; range < found; range++)
            if (!add_found(zygote, isolate, &at, last, zygote->ranges[range])) return "pages";
    return found < 0 ? "scan" : NULL;
}

/* Finds the pages that differ from the image. NULL, or why that is not possible. */
static const char *list_pages(struct zygote *zygote, struct isolate *isolate)
{
    const struct image *image = &zygote->inheritance->image;
    const struct region *end = image->regions + image->count;
    isolate->entries = isolate->pages = 0;
    for (const struct region *first = image->regions, *next; first < end; first = next) {
        enum page_kind kind = kind_of(zygote, isolate, first);
        for (next = first + 1; next < end && next->start >= next[-1].end; next++)
            if (kind_of(zygote, isolate, next) != kind || !is_reached(kind, next)) break;
        const char *problem = list_together(zygote, isolate, first, next - 1, kind);
        if (problem) return problem;
    }
    return NULL;
}

/* A page that is not in the list cannot be written to without a page fault: it is protected, or not there. The kernel counts those of each process,
 * whoever handles them (mm_account_fault of mm/memory.c), and tells its tracer with every stop. So without a new one the list is what it was: to
 * look through all memory for it would be more than half of a rewind. */
static bool recall_list(struct zygote *zygote, const struct isolate *isolate)
{
    if (!isolate->is_kept || isolate->faulted != isolate->faulted_then) return false;
    copy_bytes(zygote->entries, isolate->kept, isolate->entries * sizeof(struct entry));
    return true;
}

/* Not the list of a new one, since what it has is protected only afterwards; and none where the kernel counts no faults, of which an isolate has had
 * thousands by now. */
static void keep_list(const struct zygote *zygote, struct isolate *isolate)
{
    isolate->is_kept = isolate->is_passed && isolate->faulted && isolate->kept && isolate->entries <= MAX_KEPT;
    if (isolate->is_kept) copy_bytes(isolate->kept, zygote->entries, isolate->entries * sizeof(struct entry));
}

static const char *find_pages(struct zygote *zygote, struct isolate *isolate)
{
    if (recall_list(zygote, isolate)) return NULL;
    const char *problem = list_pages(zygote, isolate);
    if (problem) return problem;
    keep_list(zygote, isolate);
    if (isolate->is_passed && !zygote->is_testing) learn_hot_pages(zygote, isolate);
    return NULL;
}

/* The isolate is stopped: has it put its pages back, by a list that only this process can write. */
void start_copying(struct zygote *zygote, struct isolate *isolate)
{
    const char *problem = find_pages(zygote, isolate);
    if (problem) return give_up(zygote, isolate, problem, 0);
    const struct image *image = &zygote->inheritance->image;
    uint64_t length = isolate->entries * sizeof(struct entry);
    if (sys(SYS_pwrite64, isolate->memory, zygote->entries, length, image->list) != (long)length)
        return give_up(zygote, isolate, "list", 0);
    struct user_regs_struct registers = zygote->registers;
    registers.rip = (uint64_t)copy_pages;
    registers.r12 = image->list;
    registers.r13 = isolate->entries;
    if (set_registers(isolate, &registers) < 0 || set_xstate(zygote, isolate) < 0 || go_on(isolate, 0) < 0)
        return give_up(zygote, isolate, "registers", 0);
    isolate->state = COPYING;
}

/* Bytes that nobody may read later, and that the image does not have. */
static bool wipe_list(struct zygote *zygote, struct isolate *isolate)
{
    uint64_t length = isolate->entries * sizeof(struct entry);
    uint64_t handed = isolate->handed * sizeof(struct piece);
    if (length < handed) length = handed;
    isolate->handed = 0;
    clear_bytes(zygote->entries, length);
    return sys(SYS_pwrite64, isolate->memory, zygote->entries, length, zygote->inheritance->image.list) == (long)length;
}

/* Its pages are back: the next thing it knows is the mark. */
void finish_copying(struct zygote *zygote, struct isolate *isolate, const struct user_regs_struct *registers)
{
    if (registers->r13 != 0) return give_up(zygote, isolate, "trap", 0);
    isolate->faulted_then = isolate->faulted;
    if (!wipe_list(zygote, isolate)) return give_up(zygote, isolate, "list", 0);
    const char *problem = restore_registers(zygote, isolate);
    if (problem) return give_up(zygote, isolate, problem, 0);
    if (!isolate->is_passed && zygote->options->tracks_faults) {
        long result = protect(zygote, isolate);
        if (result < 0) return give_up(zygote, isolate, "protect", result);
        fill_written_pages(zygote, isolate);
    }
    /* The peak of its memory counts from here (Documentation/filesystems/proc.rst, clear_refs). */
    if (sys(SYS_write, isolate->peak, "5", 1) != 1) return give_up(zygote, isolate, "peak", 0);
    if (zygote->is_testing) return self_test(zygote, isolate);
    if (go_on(isolate, 0) < 0) return give_up(zygote, isolate, "resume", 0);
    if (isolate->is_passed) {
        tell_rewound(zygote, isolate);
        isolate->state = RUNNING;
    } else {
        isolate->state = PASSING;
        isolate->due = now() + PASSING_TIME;
    }
}

void rewind_isolate(struct zygote *zygote, int pid)
{
    struct isolate *isolate = isolate_of(zygote, pid);
    if (!isolate) return tell_not_rewound(zygote, pid, "exited");
    if (isolate->state != RUNNING) return; /* It ends, and the server hears of that. */
    isolate->began = now();
    isolate->due = isolate->began + step_time(zygote);
    if (sys(SYS_ptrace, PTRACE_INTERRUPT, pid, 0, 0) < 0) return give_up(zygote, isolate, "stop", 0);
    isolate->state = STOPPING;
}

void rewind_unasked(struct zygote *zygote, struct isolate *isolate)
{
    isolate->began = now();
    isolate->due = isolate->began + step_time(zygote);
    /* What it has not taken would be its next job. Now, while it cannot take any more: the server sends nothing else before it has heard
       that this one is put back. */
    int not_taken;
    if (sys(SYS_ioctl, isolate->socket, TIOCOUTQ, &not_taken) < 0 || not_taken) return give_up(zygote, isolate, "unread", 0);
    start_copying(zygote, isolate);
}

#endif
