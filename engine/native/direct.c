/* A run without Python: from the mark to the answer, of a job that asks for nothing but to be run, by a script that asks its host for
 * nothing.
 *
 * Why: Python writes to whatever it looks at, since it counts references there. A no-op by it wrote to 220 pages that had to be put
 * back afterwards, and took twice the engine's own time. So the mark is made below the engine, in `direct_take`, and what follows it
 * is C and the engine, as long as that can be.
 *
 * Whose a run is: C's from the mark on, Python's from the first call out of JavaScript on that is not one of these here, or a
 * limit that is reached (isolate.py, `_take_over`): Python reads the frame that was kept, and goes on with what began here. It is Python's
 * from the start where its job has any property that is not known here. There is one thread, so these are no races.
 *
 * The frames are those of executor/wire: jobs.py, whose places Python looks up, and reporting.py. */
#include "direct.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "isolate.h"
#include "system.h"

#define TAG_BOOL 1
#define TAG_NULL 2
#define TAG_UNDEFINED 3
#define TAG_EXCEPTION 6

/* Of executor/wire/frames.py. */
#define HEADER_BYTES 5
#define KIND_JOB 1
#define KIND_RESULT 4
#define KIND_LAST_JOB 18
/* `Cost` of executor/wire/reporting.py: four figures, two that are true or false. */
#define COST_BYTES (4 * 8 + 2)
/* Most jobs and most answers are as short; what is longer costs a copy, or a second system call. */
#define SHORT_JOB 4096
#define SHORT_ANSWER 4096

static struct direct *self;
static uint8_t short_job[SHORT_JOB];

static const struct value undefined = {0, TAG_UNDEFINED};

void direct_begin(struct direct *direct)
{
    self = direct;
}

static uint32_t number32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint64_t number64(const uint8_t *at)
{
    return (uint64_t)number32(at) << 32 | number32(at + 4);
}

static uint8_t *put64(uint8_t *at, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8) *at++ = (uint8_t)(number >> shift);
    return at;
}

/* --- What came --------------------------------------------------------------------------------------------------- */

static const uint8_t *payload(void)
{
    return self->received + HEADER_BYTES;
}

static double seconds(uint32_t field)
{
    uint64_t bits = number64(payload() + field);
    double figure;
    memcpy(&figure, &bits, sizeof figure);
    return figure;
}

struct text {
    uint8_t *at;
    uint32_t size;
};

/* Of the job's texts, by number. */
static struct text text_of(uint32_t which)
{
    const uint8_t *lengths = payload() + self->layout.lengths;
    uint8_t *at = self->received + HEADER_BYTES + self->layout.known_size;
    for (uint32_t index = 0; index < which; index++) at += number32(lengths + 4 * index);
    return (struct text){at, number32(lengths + 4 * which)};
}

/* Nobody is there any more who could be told anything. */
static void leave(void)
{
    for (;;) sys(SYS_exit_group, 0);
}

/* Until there is a whole frame. False without the memory for it: Python reads the rest, or fails as it does. */
static bool receive(void)
{
    uint64_t capacity = SHORT_JOB, size = 0, wanted = HEADER_BYTES;
    self->received = short_job;
    while (size < wanted) {
        /* One byte more, for the NUL that the engine's parser wants. */
        if (wanted + 1 > capacity) {
            uint8_t *larger = malloc(capacity = wanted + 1);
            if (!larger) return false;
            memcpy(larger, self->received, size);
            self->received = larger;
        }
        long count = sys(SYS_read, ISOLATE_PIPE, self->received + size, capacity - 1 - size);
        if (count <= 0) leave();
        self->received_size = size += (uint64_t)count;
        if (size >= HEADER_BYTES) wanted = HEADER_BYTES + (uint64_t)number32(self->received + 1);
    }
    return true;
}

/* Whether it is a job, whole, and has no property but those that are looked at here. */
static bool is_known(void)
{
    const struct direct_layout *layout = &self->layout;
    uint64_t size = HEADER_BYTES + (uint64_t)number32(self->received + 1);
    bool is_job = self->received[0] == KIND_JOB || self->received[0] == KIND_LAST_JOB;
    if (!is_job || self->received_size != size) return false;
    for (uint32_t at = 0; at < layout->known_size; at++)
        if (payload()[at] && !layout->known[at]) return false;
    return true;
}

/* --- A run begins ------------------------------------------------------------------------------------------------ */

static long peak_kib(void)
{
    struct rusage usage = {0};
    sys(SYS_getrusage, RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void bound_heap(uint64_t bytes)
{
    if (bytes != *self->heap_limit) {
        *self->heap_limit = bytes;
        /* As GC_THRESHOLD of executor/isolate/interpreter.py. */
        self->engine.collect_from(self->engine.runtime, bytes - bytes / 4);
    }
    self->engine.limit_heap(self->engine.runtime, bytes);
}

/* Figures and limits count from here. */
static void begin(void)
{
    double timeout = seconds(self->layout.timeout), cpu_limit = seconds(self->layout.cpu_limit);
    self->is_direct = 1;
    self->started_ns = limits_clock(CLOCK_MONOTONIC);
    self->cpu_started_ns = limits_clock(CLOCK_THREAD_CPUTIME_ID);
    /* One thread cannot use more CPU time than there is. */
    limits_start(self->limits, (int64_t)(timeout * 1e9), cpu_limit < timeout ? (int64_t)(cpu_limit * 1e9) : LIMITS_NEVER);
    bound_heap(number64(payload() + self->layout.max_memory_bytes));
}

/* What serve.js is told of the job. */
static struct value told(void *context)
{
    uint32_t seed[4];
    char json[80] = "{\"code\":null,\"seed\":[", *at = json + strlen(json);
    /* Cannot fail: the kernel's generator was ready long before. */
    sys(SYS_getrandom, seed, sizeof seed, 0);
    for (int index = 0; index < 4; index++) {
        at = put_number(at, seed[index]);
        *at++ = index < 3 ? ',' : ']';
    }
    *at++ = '}';
    *at = 0;
    struct value job = self->engine.parse_json(context, json, (size_t)(at - json), "<job>");
    struct text code = text_of(self->layout.code);
    if (job.tag == TAG_EXCEPTION || text_of(self->layout.text).size) return job;
    struct value block = self->engine.new_text(context, (const char *)code.at, code.size);
    if (block.tag == TAG_EXCEPTION || self->engine.set(context, job, "code", block) < 0) {
        self->engine.free(context, job);
        return (struct value){0, TAG_EXCEPTION};
    }
    return job;
}

struct value direct_take(void *context, struct value this, int argc, const struct value *argv)
{
    (void)this, (void)argc, (void)argv;
    if (!self->rewinding) return undefined;
    self->failure = rewind_serve(self->rewinding);
    if (self->failure) return undefined;
    /* In an isolate, and a job is there. */
    self->warm_kib = peak_kib();
    if (!receive() || !is_known()) return undefined;
    begin();
    return told(context);
}

struct value direct_input(void *context, struct value this, int argc, const struct value *argv)
{
    (void)this, (void)argc, (void)argv;
    if (!self->is_direct) return undefined;
    struct text input = text_of(self->layout.input_json);
    if (!input.size) return (struct value){0, TAG_NULL};
    /* Python may have to read the frame later, as it came. */
    uint8_t *end = input.at + input.size, next = *end;
    *end = 0;
    struct value value = self->engine.parse_json(context, (const char *)input.at, input.size, "<dukpy>");
    *end = next;
    return value;
}

struct value direct_program(void *context, struct value this, int argc, const struct value *argv)
{
    (void)this, (void)argc, (void)argv;
    struct text code, text;
    if (!self->is_direct) return undefined;
    code = text_of(self->layout.bytecode);
    text = text_of(self->layout.text);
    if (code.size < self->build_size || memcmp(code.at + code.size - self->build_size, self->build, self->build_size)) return undefined;
    struct value made = self->engine.read_program(context, code.at, code.size - self->build_size, (const char *)text.at, text.size);
    if (made.tag != TAG_EXCEPTION) return made;
    /* Its text is compiled instead. */
    self->engine.free(context, self->engine.exception(context));
    return undefined;
}

/* --- It goes on -------------------------------------------------------------------------------------------------- */

struct value direct_drain(void *context, struct value this, int argc, const struct value *argv)
{
    const struct direct_engine *engine = &self->engine;
    uint64_t limit = *self->heap_limit, room = limit + self->report_room;
    (void)context, (void)this, (void)argc, (void)argv;
    engine->limit_heap(engine->runtime, limit);
    /* An exception outside any promise: the heap is so full that the engine could not even reject one. */
    while (promises_run_jobs(engine->runtime, engine->run_job, limits_poll, self->limits) < 0)
        engine->limit_heap(engine->runtime, room);
    if (self->limits->has_raised || self->rejections->lost_one) return (struct value){0, TAG_NULL};
    /* What follows is most often the report; what is the script's turn again says so (isolate.py, `_limit_heap`). */
    engine->limit_heap(engine->runtime, room);
    return (struct value){self->rejections->count != 0, TAG_BOOL};
}

/* --- Its answer -------------------------------------------------------------------------------------------------- */

static void write_all(const uint8_t *from, uint64_t size)
{
    while (size) {
        long count = sys(SYS_write, ISOLATE_PIPE, from, size);
        if (count < 0) leave();
        from += count;
        size -= (uint64_t)count;
    }
}

/* The frame but for the result itself: header and `Cost`. */
static uint8_t *put_head(uint8_t *at, uint64_t result_size)
{
    uint64_t length = COST_BYTES + result_size;
    *at++ = KIND_RESULT;
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = (uint8_t)(length >> shift);
    at = put64(at, number64(payload() + self->layout.number));
    at = put64(at, (uint64_t)(limits_clock(CLOCK_MONOTONIC) - self->started_ns));
    at = put64(at, (uint64_t)(limits_clock(CLOCK_THREAD_CPUTIME_ID) - self->cpu_started_ns));
    at = put64(at, self->image_bytes + (uint64_t)(peak_kib() - self->warm_kib) * 1024);
    *at++ = 0; /* nothing was printed, so nothing of it is missing */
    *at++ = 1; /* it takes no other job after this */
    return at;
}

static void send_result(const char *result, size_t size)
{
    uint8_t frame[SHORT_ANSWER];
    uint8_t *end = put_head(frame, size);
    bool is_short = size <= (size_t)(frame + sizeof frame - end);
    if (is_short) {
        memcpy(end, result, size);
        end += size;
    }
    write_all(frame, (uint64_t)(end - frame));
    if (!is_short) write_all((const uint8_t *)result, size);
}

struct value direct_result(void *context, struct value this, int argc, const struct value *argv)
{
    size_t size;
    (void)this;
    if (!self->is_direct || argc < 1) return undefined;
    const char *result = self->engine.to_utf8(context, &size, argv[0], false);
    if (!result) return (struct value){0, TAG_EXCEPTION};
    /* A limit reached by now is the run's own; what is too large is said in words. */
    if (size > number64(payload() + self->layout.max_result_bytes) || limits_stop(self->limits)) {
        self->engine.free_utf8(context, result);
        return undefined;
    }
    send_result(result, size);
    if (self->received[0] == KIND_LAST_JOB) rewind_stop();
    /* What comes now comes from outside: a rewind, or the end. */
    for (;;) sys(SYS_ppoll, 0, 0, 0, 0, 0);
}
