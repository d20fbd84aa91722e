/* Rewind, as Python calls it: a zygote that forks isolates, traces them, and puts their memory back to the image on request. */
#ifndef REWIND_H
#define REWIND_H

#include <linux/filter.h>
#include <stdint.h>

#define PROBLEM_BYTES 128

/* What Python passes (executor/isolate/rewind.py has the same fields). */
struct rewind_options {
    int32_t control;           /* the SEQPACKET socket to the server */
    int32_t server_pid;
    int32_t tracks_faults;     /* by userfaultfd; 0: by the pagemap alone */
    uint32_t most_isolates;
    uint32_t most_pages;       /* an isolate that differs in more is ended, not put back */
    uint32_t padding;
    uint64_t stack_bytes;      /* how far the main thread's stack may grow */
    uint64_t cpu_seconds;      /* of an isolate's whole life, kept by the kernel; 0: no limits are set */
    struct sock_fprog filter;  /* an isolate's second filter; no instructions: none */
    const char *completed;     /* the packet that says that all of this works */
    uint64_t completed_length;
    char problem[PROBLEM_BYTES]; /* what did not work */
};

enum tracker { TRACK_BY_PAGEMAP = 1, TRACK_BY_USERFAULTFD = 2 };

/* The best way that this kernel and container allow to find what was written (enum tracker), or minus an error number where
 * isolates cannot be rewound. `problem` (PROBLEM_BYTES) says why not, or why not the better way. Also where
 * this process has no filter of its own yet. */
long rewind_tracker(char *problem);

/* Marks the image and serves the control socket. In the zygote it returns only where rewinding does not work here: minus an
 * error number, with `problem` set, and this process goes on as it was. In each isolate it returns 0, again and again. */
long rewind_serve(struct rewind_options *options);

/* In an isolate that has sent the last answer it will: stops it for the zygote to put it back, unasked. Where no zygote is left, this is
 * its end. Does not come back. */
void rewind_stop(void);

#endif
