/* An isolate's first steps, after the fork and before any code but this. */
#ifndef ISOLATE_H
#define ISOLATE_H

#include <linux/filter.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "image.h"

/* Where an isolate has its socket to the server (PIPE in isolate/pipe.py), and its userfaultfd until the zygote has that. */
#define ISOLATE_PIPE 3
#define ISOLATE_FAULTS 4

/* What the zygote made for all of them, and none can write to. */
struct inheritance {
    struct image image;
    struct sock_fprog filter; /* no instructions: no filter */
    uint64_t cpu_seconds;     /* 0: no limits */
    int32_t server_pid;
    bool tracks_faults;
    /* What an isolate waits for. The kernel would note here what came, and cannot, which nobody minds. */
    struct pollfd job;
};

/* Closes this process off: descriptors, limits, the second filter. Traps twice: once the zygote may take hold of it, and at the end. */
void begin_isolate(void *inheritance, long descriptor);

#endif
