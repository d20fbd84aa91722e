/* Which pages of a process differ from the image: PAGEMAP_SCAN (Linux 6.7, Documentation/admin-guide/mm/pagemap.rst). */
#ifndef PAGEMAP_H
#define PAGEMAP_H

#include <errno.h>
#include <stdint.h>

#include "system.h"

/* Of linux/fs.h of Linux 6.7, which older headers do not have. */
struct page_range {
    uint64_t start, end, categories;
};

struct pagemap_scan_arguments {
    uint64_t size, flags, start, end, walk_end, ranges, capacity, max_pages;
    uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};

#define PAGEMAP_SCAN 0xc0606610ul /* _IOWR('f', 16, struct pm_scan_arg) */

enum page_category {
    PAGE_REGISTERED = 1 << 0, /* PAGE_IS_WPALLOWED: of a mapping that is registered with userfaultfd */
    PAGE_WRITTEN = 1 << 1,
    PAGE_FILE = 1 << 2,
    PAGE_PRESENT = 1 << 3,
    PAGE_SWAPPED = 1 << 4,
    PAGE_ZERO = 1 << 5,
};

enum page_kind {
    /* Has content of its own: not the kernel's one page of zeros, and no page of a file. */
    OWN_PAGES,
    /* Was written to since it was protected. Only where the mapping is registered with userfaultfd: elsewhere older kernels
     * say so of every page, newer ones of none. */
    WRITTEN_PAGES,
    /* The same where other mappings may lie between: the kernel skips those as a whole, and is slower with each page of the rest. */
    WRITTEN_PAGES_AMONG_OTHERS,
    /* Of those with content of their own, the ones that are in memory: what only says that nobody wrote to it looks like swapped. */
    OWN_PAGES_PRESENT,
    /* Of a file, and mapped: for a mapping of one's own, was read and not written. */
    FILE_PAGES,
};

struct page_scan {
    uint64_t start, end;
    struct page_range *ranges;
    uint64_t capacity;
};

/* The next ranges of this kind: how many, 0 at the end, or minus an error number. `scan->start` moves on. */
static inline long scan_pages(int pagemap, struct page_scan *scan, enum page_kind kind)
{
    while (scan->start < scan->end) {
        struct pagemap_scan_arguments arguments = {
            .size = sizeof arguments,
            .start = scan->start,
            .end = scan->end,
            .ranges = (uint64_t)scan->ranges,
            .capacity = scan->capacity,
        };
        if (kind == WRITTEN_PAGES) {
            /* This alone is the kernel's fast path. */
            arguments.category_mask = arguments.return_mask = PAGE_WRITTEN;
        } else if (kind == WRITTEN_PAGES_AMONG_OTHERS) {
            arguments.category_mask = PAGE_WRITTEN | PAGE_REGISTERED;
            arguments.return_mask = PAGE_WRITTEN;
        } else if (kind == OWN_PAGES_PRESENT) {
            arguments.category_inverted = PAGE_FILE | PAGE_ZERO;
            arguments.category_mask = PAGE_FILE | PAGE_ZERO | PAGE_PRESENT;
            arguments.return_mask = PAGE_PRESENT;
        } else if (kind == FILE_PAGES) {
            arguments.category_mask = arguments.return_mask = PAGE_FILE | PAGE_PRESENT;
        } else {
            arguments.category_inverted = arguments.category_mask = PAGE_FILE | PAGE_ZERO;
            arguments.category_anyof_mask = PAGE_PRESENT | PAGE_SWAPPED;
            arguments.return_mask = PAGE_PRESENT;
        }
        long found = sys(SYS_ioctl, pagemap, PAGEMAP_SCAN, &arguments);
        if (found < 0) return found;
        if (arguments.walk_end <= scan->start) return -EIO;
        scan->start = arguments.walk_end;
        if (found > 0) return found;
    }
    return 0;
}

#endif
