/* Hot pages: those that even the smallest run touches. A new isolate gets them before it is passed on, all at once, since a
 * page fault is what a virtual machine makes dear: without them a first run has a thousand, as where userfaultfd looks on the
 * kernel maps no neighbours of a page that is read (`uffd_disable_fault_around`, Linux 5.13 and later).
 *
 * Which they are the zygote learns from the first rewinds. It keeps addresses alone, never what a run wrote there: pages are
 * filled from the image. All of this is a favour to the isolate; where a step fails it has more faults, and nothing else. */
#if defined(__x86_64__)

#include <errno.h>

#include "system.h"
#include "userfault.h"
#include "zygote.h"

/* Rewinds to learn from: the first may be that of a script which touches far more than others. */
#define LESSONS 16
/* Of the half of the address space that programs have. */
#define LAST_ADDRESS 0x7ffffffff000ul

/* What it read of files: of the image, and of the code of all that is loaded. */
static void learn_read_pages(struct zygote *zygote, const struct isolate *isolate)
{
    struct hot_pages *hot = &zygote->hot;
    struct page_scan scan = {0, LAST_ADDRESS, zygote->ranges, SCAN_RANGES};
    hot->read_count = 0;
    long found;
    while ((found = scan_pages(isolate->pagemap, &scan, FILE_PAGES)) > 0) {
        for (long index = 0; index < found; index++) {
            if (hot->read_count == MAX_HOT) return;
            struct page_range *range = &zygote->ranges[index];
            hot->read[hot->read_count++] = (struct piece){range->start, range->end - range->start};
        }
    }
}

void learn_hot_pages(struct zygote *zygote, const struct isolate *isolate)
{
    struct hot_pages *hot = &zygote->hot;
    if (!zygote->options->tracks_faults || hot->lessons == LESSONS) return;
    bool is_smaller = hot->lessons++ == 0 || isolate->pages < hot->pages;
    if (!is_smaller || isolate->entries > MAX_HOT) return;
    hot->pages = isolate->pages;
    hot->written_count = isolate->entries;
    copy_bytes(hot->written, zygote->entries, isolate->entries * sizeof(struct entry));
    learn_read_pages(zygote, isolate);
}

/* The list ends with a piece without length: its memory is zero beyond. */
long hand_read_pages(const struct zygote *zygote, struct isolate *isolate)
{
    const struct hot_pages *hot = &zygote->hot;
    isolate->handed = hot->read_count;
    uint64_t length = isolate->handed * sizeof(struct piece);
    if (!length) return 0;
    long written = sys(SYS_pwrite64, isolate->memory, hot->read, length, zygote->inheritance->image.list);
    return written == (long)length ? 0 : -EIO;
}

/* What can be copied of these bytes; a page that is there already stays. */
static void fill(int faults, struct userfault_copy copy)
{
    while (copy.length && sys(SYS_ioctl, faults, USERFAULT_COPY, &copy) < 0) {
        int64_t passed = copy.copied == -EEXIST ? (int64_t)PAGE_BYTES : copy.copied;
        if (passed <= 0) return;
        copy = (struct userfault_copy){copy.target + (uint64_t)passed, copy.source + (uint64_t)passed,
                                       copy.length - (uint64_t)passed, 0, 0};
    }
}

void fill_written_pages(const struct zygote *zygote, const struct isolate *isolate)
{
    const struct hot_pages *hot = &zygote->hot;
    for (uint32_t index = 0; index < hot->written_count; index++) {
        const struct entry *entry = &hot->written[index];
        /* Memory of zeros is not registered. */
        if (entry->source == zygote->inheritance->image.zeros) continue;
        uint64_t target = entry->target & -PAGE_BYTES, count = entry->target & (PAGE_BYTES - 1);
        fill(isolate->faults, (struct userfault_copy){target, entry->source, count * PAGE_BYTES, 0, 0});
    }
}

#endif
