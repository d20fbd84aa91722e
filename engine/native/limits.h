/* The time limits of a run, kept without signals. limits.c says how; executor/isolate/limits.py has the same structure. */
#ifndef NATIVE_LIMITS_H
#define NATIVE_LIMITS_H

#include <stdint.h>
#include <time.h>

/* A time that never comes. */
#define LIMITS_NEVER INT64_MAX

/* Python's, by address: PyObject_CallNoArgs, Py_DecRef, and two callables. So nothing of Python is needed to compile this. */
struct limits_python {
    void *(*call)(void *callable);
    void (*release)(void *object);
    void *wall_reached;
    void *cpu_reached;
};

struct limits {
    /* Before this time of CLOCK_MONOTONIC nothing can have been reached, and no other clock is read. */
    int64_t next_ns;
    /* When the run ends: of CLOCK_MONOTONIC, and of CLOCK_PROCESS_CPUTIME_ID. */
    int64_t wall_ns;
    int64_t cpu_ns;
    /* A callable raised: the engine is stopped wherever it asks, so that Python gets to see its exception. */
    int64_t has_raised;
    struct limits_python python;
};

/* Nanoseconds of a clock that limits are kept by. */
int64_t limits_clock(clockid_t clock);

/* Both limits count from here, in nanoseconds; LIMITS_NEVER for none. */
void limits_start(struct limits *limits, int64_t wall_ns, int64_t cpu_ns);

/* The engine's JSInterruptHandler: whether to stop. Tells Python, once, that a limit is reached. `opaque` is a struct limits. */
int limits_poll(void *runtime, void *opaque);

/* As limits_poll, of the run under way: for what is long and called by the engine itself. */
void limits_ask(void);

/* As limits_poll, and none counts any longer. */
int limits_stop(struct limits *limits);

/* Seconds until the limit of wall time, rounded up: who waits for so long finds it reached. Never below zero. */
double limits_left(const struct limits *limits);

#endif
