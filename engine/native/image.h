/* The image: what a warm, unused isolate's memory is. Made once in a zygote (`mark_image`), never written again. */
#ifndef IMAGE_H
#define IMAGE_H

#include <stdint.h>

#define MAX_REGIONS 512

/* Memory that an isolate can write to. `source` is where the image of it is mapped for reading, or 0 where all of it is zero. */
struct region {
    uint64_t start, end, source;
};

/* Memory in one piece. */
struct piece {
    uint64_t start, length;
};

/* What each isolate inherits and can only read. */
struct image {
    struct region regions[MAX_REGIONS];
    uint32_t count;
    uint64_t view;                 /* the image, mapped for reading */
    uint64_t zeros;                /* a page of them */
    uint64_t list;                 /* where the zygote writes what is to be read or copied; zero otherwise */
    uint64_t scratch, scratch_end; /* the stack of an isolate's first steps, part of the image */
};

#define MARK_WORK_BYTES (512ul << 10)

/* Memory outside of the image, which no fork has; `work` is a part of it that is free until the mark is made. */
struct outside {
    uint64_t start, end;
    void *work;
};

/* Moves every private writable page of this process into a sealed file that is mapped over it, at the same place and with
 * the same rights; from then on a private page is one that differs from the image. Runs on a stack that is outside.
 * `stack_bytes` is how far the main thread's stack may grow. 0, or minus an error number, with `*what` saying where. */
long mark_image(struct image *image, const struct outside *outside, uint64_t stack_bytes, const char **what);

#endif
