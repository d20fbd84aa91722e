#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "pagemap.h"
#include "system.h"

/* Bytes that nobody has touched stay as they are from this many in one piece on: memory of zeros, not of the file. */
#define LONG_GAP (256ul << 10)
#define MAX_RANGES 1024
#define MAPS_BYTES (256ul << 10)

struct mapping {
    uint64_t start, end;
    bool is_anonymous, is_stack;
    int protection;
};

struct maps {
    char text[MAPS_BYTES];
    struct mapping mappings[MAX_REGIONS];
    uint32_t count;
    struct mapping pieces[MAX_REGIONS];
    uint32_t pieces_count;
    uint64_t size; /* of the file */
    struct page_range ranges[MAX_RANGES];
};

static long read_whole(const char *path, char *text, size_t size)
{
    long file = sys(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return file;
    size_t length = 0;
    long got;
    while ((got = sys(SYS_read, file, text + length, size - 1 - length)) > 0) length += (size_t)got;
    sys(SYS_close, file);
    if (got < 0) return got;
    if (length == size - 1) return -E2BIG;
    text[length] = 0;
    return (long)length;
}

static const char *read_hex(const char *at, uint64_t *number)
{
    for (*number = 0;; at++) {
        if (*at >= '0' && *at <= '9') *number = *number * 16 + (uint64_t)(*at - '0');
        else if (*at >= 'a' && *at <= 'f') *number = *number * 16 + (uint64_t)(*at - 'a' + 10);
        else return at;
    }
}

static bool starts_with(const char *text, const char *start)
{
    while (*start) if (*text++ != *start++) return false;
    return true;
}

/* One line of /proc/self/maps: 7f0-7f1 rw-p 00000000 00:00 0    [stack]. The start of the next line, NULL at the end. */
static const char *read_mapping(const char *line, struct mapping *mapping, const char **rights)
{
    uint64_t inode = 0, ignored;
    const char *at = read_hex(line, &mapping->start);
    at = read_hex(at + 1, &mapping->end);
    *rights = at + 1;
    at = read_hex(at + 6, &ignored);
    at = read_hex(at + 1, &ignored);
    at = read_hex(at + 1, &ignored);
    at = read_hex(at + 1, &inode);
    while (*at == ' ') at++;
    mapping->is_stack = starts_with(at, "[stack]");
    mapping->is_anonymous = inode == 0;
    mapping->protection = PROT_READ | PROT_WRITE;
    while (*at && *at != '\n') at++;
    return *at ? at + 1 : at;
}

/* Lists what is to be moved. Memory that others can write to, or that can be both written to and run, is refused. */
static long list_mappings(struct maps *maps, const struct image *image, const struct outside *outside, const char **what)
{
    *what = "/proc/self/maps";
    long length = read_whole("/proc/self/maps", maps->text, MAPS_BYTES);
    if (length < 0) return length;
    const char *rights;
    for (const char *line = maps->text; *line;) {
        if (maps->count == MAX_REGIONS) return *what = "too many mappings", -E2BIG;
        struct mapping *mapping = &maps->mappings[maps->count];
        line = read_mapping(line, mapping, &rights);
        if (rights[1] != 'w') continue;
        if (rights[3] != 'p') return *what = "a writable mapping is shared", -EINVAL;
        if (rights[2] == 'x') return *what = "a mapping is writable and executable", -EINVAL;
        if (mapping->start >= outside->start && mapping->end <= outside->end) continue;
        if (mapping->start >= image->scratch && mapping->end <= image->scratch_end) continue;
        /* Read-only, once it is filled. */
        if (mapping->start <= (uint64_t)image && (uint64_t)image < mapping->end) continue;
        maps->count++;
    }
    return 0;
}

static void add_region(struct image *image, uint64_t start, uint64_t end, uint64_t source)
{
    if (start < end && image->count < MAX_REGIONS) image->regions[image->count++] = (struct region){start, end, source};
}

/* Memory that goes to the file: a mapping, or a part of one. */
static void add_piece(struct image *image, struct maps *maps, const struct mapping *mapping, uint64_t start, uint64_t end)
{
    if (start >= end || maps->pieces_count == MAX_REGIONS || image->count == MAX_REGIONS) return;
    struct mapping *piece = &maps->pieces[maps->pieces_count++];
    *piece = *mapping;
    piece->start = start;
    piece->end = end;
    add_region(image, start, end, maps->size + 1); /* + 1: not yet an address, and never 0 */
    maps->size += end - start;
}

/* Splits an anonymous mapping where nobody has touched it for long: that stays memory of zeros. */
static long split(struct image *image, struct maps *maps, int pagemap, const struct mapping *mapping)
{
    uint64_t start = mapping->start, end = mapping->start;
    struct page_scan scan = {mapping->start, mapping->end, maps->ranges, MAX_RANGES};
    long found;
    while ((found = scan_pages(pagemap, &scan, OWN_PAGES)) > 0) {
        for (long index = 0; index < found; index++) {
            const struct page_range *touched = &maps->ranges[index];
            if (touched->start - end >= LONG_GAP) {
                add_piece(image, maps, mapping, start, end);
                add_region(image, end, touched->start, 0);
                start = touched->start;
            }
            end = touched->end;
        }
    }
    if (mapping->end - end < LONG_GAP) end = mapping->end;
    add_piece(image, maps, mapping, start, end);
    add_region(image, end, mapping->end, 0);
    return found;
}

/* Writes what a mapping has to the file at `offset`: of an anonymous one only touched pages, the rest is zero there too. */
static long write_mapping(int file, int pagemap, struct maps *maps, const struct mapping *mapping, uint64_t offset)
{
    struct page_scan scan = {.start = mapping->start, .end = mapping->end, .ranges = maps->ranges, .capacity = MAX_RANGES};
    if (!mapping->is_anonymous) {
        for (uint64_t at = mapping->start; at < mapping->end;) {
            long written = sys(SYS_pwrite64, file, at, mapping->end - at, offset + (at - mapping->start));
            if (written <= 0) return written ? written : -EIO;
            at += (uint64_t)written;
        }
        return 0;
    }
    long found;
    while ((found = scan_pages(pagemap, &scan, OWN_PAGES)) > 0) {
        for (long index = 0; index < found; index++) {
            for (uint64_t at = maps->ranges[index].start; at < maps->ranges[index].end;) {
                uint64_t length = maps->ranges[index].end - at;
                long written = sys(SYS_pwrite64, file, at, length, offset + (at - mapping->start));
                if (written <= 0) return written ? written : -EIO;
                at += (uint64_t)written;
            }
        }
    }
    return found;
}

/* Decides what of each mapping goes to the file. */
static long lay_out(struct image *image, struct maps *maps, int pagemap, uint64_t stack_bytes)
{
    for (uint32_t index = 0; index < maps->count; index++) {
        const struct mapping *mapping = &maps->mappings[index];
        long result = 0;
        if (mapping->is_stack) {
            uint64_t lowest = mapping->end - stack_bytes;
            if (lowest < mapping->start) add_region(image, lowest, mapping->start, 0);
            add_piece(image, maps, mapping, mapping->start, mapping->end);
        } else if (mapping->is_anonymous) {
            result = split(image, maps, pagemap, mapping);
        } else {
            add_piece(image, maps, mapping, mapping->start, mapping->end);
        }
        if (result < 0) return result;
    }
    add_region(image, image->scratch, image->scratch_end, 0);
    /* As full as it can be may be one too few. */
    return image->count < MAX_REGIONS && maps->pieces_count < MAX_REGIONS ? 0 : -E2BIG;
}

/* A huge page for one byte written would be 512 pages to put back. */
static void keep_pages_small(const struct image *image)
{
    for (uint32_t index = 0; index < image->count; index++) {
        const struct region *region = &image->regions[index];
        if (!region->source) sys(SYS_madvise, region->start, region->end - region->start, MADV_NOHUGEPAGE);
    }
}

static long map_stack_below(const struct mapping *stack, uint64_t stack_bytes)
{
    uint64_t lowest = stack->end - stack_bytes;
    if (lowest >= stack->start) return 0;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    long got = sys(SYS_mmap, lowest, stack->start - lowest, PROT_READ | PROT_WRITE, flags, -1, 0);
    return got < 0 ? got : got == (long)lowest ? 0 : -EEXIST;
}

/* From here on nothing may be written to any mapping but those outside, until each is replaced. */
static long fill_and_map(struct image *image, struct maps *maps, int file, int pagemap, uint64_t stack_bytes)
{
    uint64_t offset = 0;
    for (uint32_t index = 0; index < maps->pieces_count; index++) {
        const struct mapping *mapping = &maps->pieces[index];
        uint64_t length = mapping->end - mapping->start;
        long failed = write_mapping(file, pagemap, maps, mapping, offset);
        if (failed < 0) return failed;
        long got = sys(SYS_mmap, mapping->start, length, mapping->protection, MAP_PRIVATE | MAP_FIXED, file, offset);
        if (got < 0) return got;
        if (mapping->is_stack && (failed = map_stack_below(mapping, stack_bytes)) < 0) return failed;
        offset += length;
    }
    for (uint32_t index = 0; index < image->count; index++)
        if (image->regions[index].source) image->regions[index].source += image->view - 1;
    keep_pages_small(image);
    return sys(SYS_fcntl, file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
}

static long mark_with(struct image *image, struct maps *maps, int pagemap, uint64_t stack_bytes, const char **what)
{
    *what = "too many regions";
    long result = lay_out(image, maps, pagemap, stack_bytes);
    if (result < 0) return result;
    *what = "memfd_create";
    long file = sys(SYS_memfd_create, "image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return file;
    result = sys(SYS_ftruncate, file, maps->size);
    if (result == 0) {
        *what = "mmap of the image";
        result = sys(SYS_mmap, 0, maps->size, PROT_READ, MAP_PRIVATE, file, 0);
    }
    if (result > 0) {
        image->view = (uint64_t)result;
        *what = "the image";
        result = fill_and_map(image, maps, (int)file, pagemap, stack_bytes);
    }
    sys(SYS_close, file);
    return result;
}

long mark_image(struct image *image, const struct outside *outside, uint64_t stack_bytes, const char **what)
{
    struct maps *maps = (struct maps *)outside->work;
    long result = list_mappings(maps, image, outside, what);
    if (result < 0) return result;
    *what = "/proc/self/pagemap";
    long pagemap = sys(SYS_openat, AT_FDCWD, "/proc/self/pagemap", O_RDONLY | O_CLOEXEC, 0);
    if (pagemap < 0) return pagemap;
    result = mark_with(image, maps, (int)pagemap, stack_bytes, what);
    sys(SYS_close, pagemap);
    return result;
}

_Static_assert(sizeof(struct maps) <= MARK_WORK_BYTES, "the work area is too small");
