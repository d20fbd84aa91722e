/* Promises that were rejected with nobody to handle it, and promise jobs. promises.c says how; executor/isolate/promises.py
 * and interpreter.py call it. */
#ifndef NATIVE_PROMISES_H
#define NATIVE_PROMISES_H

#include <stdbool.h>
#include <stdint.h>

/* The engine's JSValue on 64-bit machines. */
struct value {
    uint64_t payload;
    int64_t tag;
};

/* The engine's, by address: JS_DupValue, JS_FreeValue, js_realloc_rt and js_free_rt, with what they are called on. */
struct promises_engine {
    struct value (*hold)(void *context, struct value value);
    void (*let_go)(void *context, struct value value);
    void *(*resize)(void *runtime, void *memory, uint64_t size);
    void (*free)(void *runtime, void *memory);
    void *runtime;
    void *context;
};

/* Addresses of promises in order, each held, and an index into them by hash. */
struct rejections {
    struct promises_engine engine;
    /* How many are in the list. */
    uint64_t count;
    /* Whether there was no memory to list one. */
    uint64_t lost_one;
    /* `used` of `capacity` places; those below `first` are free, and any may be (0). */
    uint64_t *places;
    uint32_t first;
    uint32_t used;
    uint32_t capacity;
    /* Twice as many slots: 1 + a place, 0 where none ever was. What was taken off the list keeps its slot. */
    uint32_t *slots;
};

/* The engine's JSHostPromiseRejectionTracker. `opaque` is a struct rejections. */
void rejections_track(void *context, struct value promise, struct value reason, bool is_handled, void *opaque);

/* Takes the oldest off the list: its address, or 0. The caller holds it from here on. */
uint64_t rejections_take(struct rejections *rejections);

/* Lets go of all, and of the memory. */
void rejections_forget(struct rejections *rejections);

/* Runs promise jobs until none is left (0), one fails outside any promise (below 0), or `interrupt` says to stop (0; Python has
 * an exception then). `execute` is JS_ExecutePendingJob; `interrupt` may be null. */
int promises_run_jobs(
    void *runtime, int (*execute)(void *runtime, void **context), int (*interrupt)(void *runtime, void *opaque), void *opaque);

#endif
