/* A zygote that rewinds: what it knows of its isolates, and its parts. All of it is in memory that no fork has. */
#ifndef ZYGOTE_H
#define ZYGOTE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/user.h>

#include "context.h"
#include "image.h"
#include "isolate.h"
#include "pagemap.h"
#include "rewind.h"

#define MAX_ENTRIES 4096
#define SCAN_RANGES 2048
#define MAX_HOT 2048
#define MAX_KEPT 512 /* entries are of one page or more: runs without Python have 97 pages, those of Python 340 to 500 (2026-12) */
#define STACK_BYTES (128ul << 10)
#define XSTATE_BYTES (24ul << 10) /* AMX alone is 8 KiB */
#define MAX_PACKET_BYTES 512
/* How long an isolate may take for one step (nanoseconds): each takes well below a millisecond on a machine that has time. */
#define STEP_TIME 2000000000ull
/* The same of the first isolate: a machine that is busy while servers start is no reason to rewind none. */
#define FIRST_STEP_TIME 20000000000ull
/* Descriptors of this user that nobody has taken up: how long until that is a failure (isolate/zygote.py says why). */
#define PASSING_TIME 1000000000ull

/* =========  ==============================================  ===================
 * state      meaning                                         next
 * =========  ==============================================  ===================
 * UNUSED     no isolate here                                 OPENING
 * OPENING    forked; may soon be taken hold of               CLOSING
 * CLOSING    closes itself off                               COPYING
 * COPYING    runs the loop that puts its pages back          PASSING, RUNNING
 * PASSING    pristine; its descriptors are to be passed on   RUNNING
 * RUNNING    waits for a job, or has one                     STOPPING, COPYING
 * STOPPING   has to be put back, and is not stopped yet      COPYING
 * ENDING     killed; not yet reaped                          UNUSED
 * =========  ==============================================  ===================
 * To ENDING from any, and to UNUSED from any where it ends by itself. */
enum state { UNUSED, OPENING, CLOSING, COPYING, PASSING, RUNNING, STOPPING, ENDING };

struct entry {
    uint64_t target, source;
};

struct isolate {
    enum state state;
    bool is_passed; /* the server knows it */
    int pid, socket, pidfd, pagemap, memory, peak, faults;
    uint32_t pages, entries;
    uint32_t handed; /* pieces in its list, of what it is to read */
    uint64_t began, due;
    uint64_t faulted;      /* how many page faults it has had, at its last stop */
    uint64_t faulted_then; /* when it was put back last */
    bool is_kept;
    struct entry *kept; /* its list of then, if it `is_kept`; null where there is no room */
};

/* Of the smallest run that was seen (hot.c). */
struct hot_pages {
    uint32_t lessons, pages, written_count, read_count;
    struct entry written[MAX_HOT];
    struct piece read[MAX_HOT];
};

struct zygote {
    struct context mark;
    struct rewind_options *options;
    struct inheritance *inheritance; /* read-only once it is filled */
    struct outside outside;
    struct isolate *isolates;
    struct entry *kept;  /* MAX_KEPT for each of them */
    uint32_t used; /* of `isolates`: those beyond never had one */
    int control, children;
    bool is_testing, has_registers;
    struct user_regs_struct registers; /* of the mark */
    uint64_t blocked_signals;
    uint64_t xstate_length;
    char xstate[XSTATE_BYTES];
    struct entry entries[MAX_ENTRIES];
    struct page_range ranges[SCAN_RANGES];
    struct hot_pages hot;
    char packet[MAX_PACKET_BYTES];
    char problem[96];
    char work[MARK_WORK_BYTES];
    char stack[STACK_BYTES];
};

/* How long an isolate may take for what it begins now. */
static inline uint64_t step_time(const struct zygote *zygote)
{
    return zygote->is_testing ? FIRST_STEP_TIME : STEP_TIME;
}

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t now(void);

/* reports.c: what the server is told. `error` is minus an error number, or 0. */
char *put_text(char *at, const char *text);
void tell_rewound(struct zygote *zygote, const struct isolate *isolate);
void tell_not_rewound(struct zygote *zygote, int pid, const char *reason);
void tell_fork_failed(struct zygote *zygote, const char *what, long error);
/* Once for each isolate: as a rewind that was not, or as a fork that was not. */
void tell_lost(struct zygote *zygote, struct isolate *isolate, const char *reason, long error);
/* Passes the isolate's socket and pidfd to the server. */
long pass_on(struct zygote *zygote, const struct isolate *isolate);

/* forks.c: the beginning and the end of an isolate. */
void fork_isolate(struct zygote *zygote);
/* While it may still be looked into: soon it is not dumpable, and descriptors that are open go on working. */
long open_isolate(struct zygote *zygote, struct isolate *isolate);
/* From here on a write is noted. */
long protect(const struct zygote *zygote, const struct isolate *isolate);
void try_passing(struct zygote *zygote, struct isolate *isolate);
/* Whatever is not exactly as expected ends the isolate. */
void give_up(struct zygote *zygote, struct isolate *isolate, const char *reason, long error);
void ended(struct zygote *zygote, struct isolate *isolate);
struct isolate *isolate_of(struct zygote *zygote, int pid);

/* registers.c: those of an isolate that is stopped. */
long set_registers(const struct isolate *isolate, struct user_regs_struct *registers);
long get_registers(const struct isolate *isolate, struct user_regs_struct *registers);
long learn_registers(struct zygote *zygote, const struct isolate *isolate, const struct user_regs_struct *first);
long set_xstate(struct zygote *zygote, const struct isolate *isolate);
/* Those of the mark. NULL, or what is not as it should be. */
const char *restore_registers(struct zygote *zygote, const struct isolate *isolate);
/* Whether it stopped at the trap that ends at `end`, and nowhere else. */
bool is_at_trap(const struct isolate *isolate, int status, const char *end, struct user_regs_struct *registers);
long go_on(const struct isolate *isolate, long signal);

/* rewind.c: an isolate's memory. */
void rewind_isolate(struct zygote *zygote, int pid);
/* It has stopped by itself, at `rewind_stop`. */
void rewind_unasked(struct zygote *zygote, struct isolate *isolate);
void start_copying(struct zygote *zygote, struct isolate *isolate);
void finish_copying(struct zygote *zygote, struct isolate *isolate, const struct user_regs_struct *registers);

/* hot.c: pages that every run touches, for new isolates. */
void learn_hot_pages(struct zygote *zygote, const struct isolate *isolate);
/* Writes what is to be read to the isolate's list, before it closes itself off. */
long hand_read_pages(const struct zygote *zygote, struct isolate *isolate);
/* Gives it those that will be written to, each as in the image. */
void fill_written_pages(const struct zygote *zygote, const struct isolate *isolate);

/* landlock.c: from here on this process and its forks open no file but those of /proc. 0, or minus an error number. */
long keep_to_proc(void);

/* selftest.c: the first isolate is put back twice, the second time after it has begun to wait for a job, and compared. */
void self_test(struct zygote *zygote, struct isolate *isolate);

#endif
