/* A run without Python: direct.c says why; executor/isolate/direct.py has the same structure. */
#ifndef NATIVE_DIRECT_H
#define NATIVE_DIRECT_H

#include <stddef.h>
#include <stdint.h>

#include "limits.h"
#include "promises.h"
#include "rewind.h"

/* The engine's, by address. */
struct direct_engine {
    struct value (*parse_json)(void *context, const char *text, size_t size, const char *name);
    struct value (*new_text)(void *context, const char *utf8, size_t size);
    int (*set)(void *context, struct value object, const char *name, struct value value);
    void (*free)(void *context, struct value value);
    const char *(*to_utf8)(void *context, size_t *size, struct value text, bool is_cesu8);
    void (*free_utf8)(void *context, const char *utf8);
    struct value (*exception)(void *context);
    struct value (*read_program)(void *context, const void *code, size_t size, const char *text, size_t text_size);
    void (*limit_heap)(void *runtime, size_t bytes);
    void (*collect_from)(void *runtime, size_t bytes);
    int (*run_job)(void *runtime, void **context);
    void *runtime;
};

/* Where in a job's frame its fields lie: bytes from the payload's start to a figure, and which of the texts it is. */
struct direct_layout {
    /* Of each byte before the texts: zero where a byte of a job is zero that has no other properties than those below. */
    const uint8_t *known;
    uint32_t known_size;
    uint32_t timeout, cpu_limit, max_result_bytes, max_memory_bytes, number;
    /* The lengths of all texts, one after the other; and which of them it is. */
    uint32_t lengths;
    uint32_t code, input_json, text, bytecode;
};

struct direct {
    struct direct_engine engine;
    struct direct_layout layout;
    struct limits *limits;
    struct rejections *rejections;
    /* Where isolates are rewound; null where each is forked. */
    struct rewind_options *rewinding;
    /* What the bytecode of programs ends with that this engine made. */
    const uint8_t *build;
    uint64_t build_size;
    /* Bytes: of the heap for the script, where Python has it; how much more for a report; and what is resident in every isolate. */
    uint64_t *heap_limit;
    uint64_t report_room;
    uint64_t image_bytes;
    /* What `rewind_serve` ended with in the zygote, where it does not work. */
    int64_t failure;
    /* Of the run under way, by CLOCK_MONOTONIC and CLOCK_THREAD_CPUTIME_ID, and the peak of memory (KiB) before it. */
    int64_t started_ns;
    int64_t cpu_started_ns;
    int64_t warm_kib;
    /* What was received of it: the job's frame, and whatever came with it. */
    uint8_t *received;
    uint64_t received_size;
    /* Whether it is a run without Python: until that takes it over. */
    uint64_t is_direct;
};

/* Once, before the others. */
void direct_begin(struct direct *direct);

/* Methods for runtime/engine.js. Each returns undefined where the host has to be asked instead. */

/* In a zygote that rewinds: makes the image here, and never comes back where that works. In an isolate: {code, seed} of its job, the
 * code null where it is a program. */
struct value direct_take(void *context, struct value this, int argc, const struct value *argv);
/* The input, parsed; throws as JSON.parse does. */
struct value direct_input(void *context, struct value this, int argc, const struct value *argv);
/* The program's function. */
struct value direct_program(void *context, struct value this, int argc, const struct value *argv);
/* Runs promise jobs until none is left: whether one was rejected that nobody handles, null where Python has to look. Of every run. */
struct value direct_drain(void *context, struct value this, int argc, const struct value *argv);
/* Of the result's JSON text. Sent, it does not come back. */
struct value direct_result(void *context, struct value this, int argc, const struct value *argv);

#endif
