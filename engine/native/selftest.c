#if defined(__x86_64__)

#include <signal.h>
#include <sys/mman.h>

#include "system.h"
#include "zygote.h"

/* Whether these pages of it are those of the image, which is what this process has. */
static bool equals_pages(struct zygote *zygote, const struct isolate *isolate, const struct region *region, struct page_range pages)
{
    char *theirs = zygote->work;
    for (uint64_t at = pages.start; at < pages.end;) {
        uint64_t length = pages.end - at < MARK_WORK_BYTES ? pages.end - at : MARK_WORK_BYTES;
        if (sys(SYS_pread64, isolate->memory, theirs, length, at) != (long)length) return false;
        const uint64_t *one = (const uint64_t *)theirs, *other = (const uint64_t *)(region->source + (at - region->start));
        for (uint64_t word = 0; word < length / sizeof *one; word++)
            if (one[word] != other[word]) return false;
        at += length;
    }
    return true;
}

/* Whether all that it has written to is as in the image, byte for byte. Pages of the image's own file, which is sealed, need not be
 * read: to map all of them would be most of the test's time. */
static bool equals_image(struct zygote *zygote, const struct isolate *isolate)
{
    const struct image *image = &zygote->inheritance->image;
    for (uint32_t index = 0; index < image->count; index++) {
        const struct region *region = &image->regions[index];
        if (!region->source) continue;
        struct page_scan scan = {region->start, region->end, zygote->ranges, SCAN_RANGES};
        long found;
        while ((found = scan_pages(isolate->pagemap, &scan, OWN_PAGES_PRESENT)) > 0)
            for (long range = 0; range < found; range++)
                if (!equals_pages(zygote, isolate, region, zygote->ranges[range])) return false;
        if (found < 0) return false;
    }
    return true;
}

/* The kernel counts memory of a file where it is mapped (PSS), and the image is there once, whoever reads of it: so that what is told of
 * memory is true, all of it is mapped here. As a favour, where the kernel has that (Linux 5.14). */
static void count_image(const struct image *image)
{
    for (uint32_t index = 0; index < image->count; index++) {
        const struct region *region = &image->regions[index];
        if (region->source) sys(SYS_madvise, region->source, region->end - region->start, MADV_POPULATE_READ);
    }
}

void self_test(struct zygote *zygote, struct isolate *isolate)
{
    /* A page that was missed before it was protected is never written again, and so differs at the second time, too. */
    if (!isolate->is_passed) {
        isolate->is_passed = true;
        isolate->state = RUNNING;
        if (go_on(isolate, 0) < 0) return give_up(zygote, isolate, "resume", 0);
        return rewind_isolate(zygote, isolate->pid);
    }
    count_image(&zygote->inheritance->image);
    if (!equals_image(zygote, isolate)) return give_up(zygote, isolate, "an isolate that was put back differs from the image", 0);
    sys(SYS_kill, isolate->pid, SIGKILL);
    isolate->state = ENDING;
}

#endif
