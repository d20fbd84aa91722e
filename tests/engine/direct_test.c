/* A run without Python, with an engine that is made up here, and a server that is the other end of a socket. The job's frame is of
 * fewer fields than a real one; test_native.py checks those that Python knows against the structure. Exits with 0, or says what is wrong. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "direct.c"
#include "limits.c"
#include "promises.c"

#include "check.h"

#define STOPPED 7

long rewind_serve(struct rewind_options *options)
{
    return options->control;
}

/* In the process of an isolate. */
void rewind_stop(void)
{
    _exit(STOPPED);
}

/* --- The engine -------------------------------------------------------------------------------------------------- */

#define TAG_MADE -1

static char parsed[1 << 16], code[1 << 16];
static size_t parsed_size;
static bool fails;
static int freed, texts_freed, jobs_left, jobs_failing;
static size_t heap, collected_from;
static const char *result = "";

static struct value value_of(int64_t tag)
{
    return (struct value){0, fails ? TAG_EXCEPTION : tag};
}

static struct value parse_json(void *context, const char *text, size_t size, const char *name)
{
    (void)context, (void)name;
    CHECK(!text[size] && size < sizeof parsed);
    memcpy(parsed, text, (parsed_size = size) + 1);
    return value_of(TAG_MADE);
}

static struct value new_text(void *context, const char *utf8, size_t size)
{
    (void)context;
    memcpy(code, utf8, size);
    code[size] = 0;
    return value_of(TAG_MADE);
}

static int set(void *context, struct value object, const char *name, struct value value)
{
    (void)context, (void)object, (void)value;
    CHECK(!strcmp(name, "code"));
    return fails ? -1 : 1;
}

static void free_value(void *context, struct value value)
{
    (void)context, (void)value;
    freed++;
}

static const char *to_utf8(void *context, size_t *size, struct value text, bool is_cesu8)
{
    (void)context, (void)text, (void)is_cesu8;
    *size = strlen(result);
    return fails ? NULL : result;
}

static void free_utf8(void *context, const char *utf8)
{
    (void)context;
    CHECK(utf8 == result);
    texts_freed++;
}

static struct value exception(void *context)
{
    (void)context;
    return (struct value){0, TAG_NULL};
}

static struct value read_program(void *context, const void *at, size_t size, const char *text, size_t text_size)
{
    (void)context;
    CHECK(size == 4 && !memcmp(at, "CODE", 4) && text_size == 4 && !memcmp(text, "text", 4));
    return value_of(TAG_MADE);
}

static void limit_heap(void *runtime, size_t bytes)
{
    (void)runtime;
    heap = bytes;
}

static void collect_from(void *runtime, size_t bytes)
{
    (void)runtime;
    collected_from = bytes;
}

static int run_job(void *runtime, void **context)
{
    (void)runtime, (void)context;
    if (jobs_failing) return jobs_failing--, -1;
    return jobs_left ? jobs_left--, 1 : 0;
}

/* --- Python ------------------------------------------------------------------------------------------------------ */

static int told_times;

static void *call(void *callable)
{
    (void)callable;
    told_times++;
    return NULL; /* It raised. */
}

/* --- A job ------------------------------------------------------------------------------------------------------- */

/* timeout, cpu_limit, max_result_bytes, max_memory_bytes, number, then a property that C knows nothing of, and four lengths. */
#define FIGURES 41
#define HEAD (FIGURES + 4 * 4)
#define MEMORY (64ul << 20)

static uint8_t known[HEAD];
static struct limits limits;
static struct rejections rejections;
static struct rewind_options options;
static uint64_t heap_limit;
static struct direct direct;
static int server;

static void make_direct(void)
{
    int both[2];
    CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, both));
    server = fcntl(both[0], F_DUPFD_CLOEXEC, 16);
    CHECK(server >= 16 && dup2(both[1], ISOLATE_PIPE) == ISOLATE_PIPE);
    for (int index = 0; index < 2; index++)
        if (both[index] != ISOLATE_PIPE) close(both[index]);
    memset(known, 1, sizeof known);
    known[40] = 0;
    limits = (struct limits){LIMITS_NEVER, LIMITS_NEVER, LIMITS_NEVER, 0, {call, NULL, NULL, NULL}};
    rejections = (struct rejections){0};
    options.control = 0;
    heap_limit = 1;
    fails = false;
    freed = texts_freed = told_times = 0;
    direct = (struct direct){
        .engine = {parse_json, new_text, set, free_value, to_utf8, free_utf8, exception, read_program, limit_heap, collect_from,
                   run_job, NULL},
        .layout = {known, HEAD, 0, 8, 16, 24, 32, FIGURES, 0, 1, 2, 3},
        .limits = &limits,
        .rejections = &rejections,
        .rewinding = &options,
        .build = (const uint8_t *)"BUILD",
        .build_size = 5,
        .heap_limit = &heap_limit,
        .report_room = 1000,
        .image_bytes = 5000,
    };
    direct_begin(&direct);
}

static uint8_t frame[1 << 16];

static uint8_t *put_seconds(uint8_t *at, double seconds)
{
    uint64_t bits;
    memcpy(&bits, &seconds, sizeof bits);
    return put64(at, bits);
}

static uint8_t *put32(uint8_t *at, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = (uint8_t)(number >> shift);
    return at;
}

/* `texts`: code, input, text and bytecode. */
static size_t make_job(uint8_t unknown, const char *const *texts)
{
    uint8_t *at = frame + HEADER_BYTES;
    at = put_seconds(put_seconds(at, 10.0), 5.0);
    at = put64(put64(put64(at, 6000), MEMORY), 77);
    *at++ = unknown;
    for (int index = 0; index < 4; index++) at = put32(at, (uint32_t)strlen(texts[index]));
    for (int index = 0; index < 4; index++) at = (uint8_t *)memcpy(at, texts[index], strlen(texts[index])) + strlen(texts[index]);
    frame[0] = KIND_JOB;
    put32(frame + 1, (uint32_t)(at - frame) - HEADER_BYTES);
    return (size_t)(at - frame);
}

static const char *const plain[] = {"return input", "{\"a\": 1}", "", ""};

static void send_all(const uint8_t *from, size_t size)
{
    CHECK(write(server, from, size) == (ssize_t)size);
}

static struct value taken(void)
{
    return direct_take(NULL, undefined, 0, NULL);
}

static struct value answered(const char *json)
{
    result = json;
    return direct_result(NULL, undefined, 1, &undefined);
}

/* --- What it does ------------------------------------------------------------------------------------------------ */

static void known_job_is_taken_with_its_limits_and_a_seed(void)
{
    make_direct();
    size_t size = make_job(0, plain);
    send_all(frame, size);
    CHECK(taken().tag == TAG_MADE && direct.is_direct == 1 && direct.received_size == size);
    CHECK(!strcmp(code, "return input"));
    unsigned seed[4];
    int end = 0;
    CHECK(sscanf(parsed, "{\"code\":null,\"seed\":[%u,%u,%u,%u]}%n", seed, seed + 1, seed + 2, seed + 3, &end) == 4);
    CHECK((size_t)end == parsed_size);
    CHECK(heap == MEMORY && heap_limit == MEMORY && collected_from == MEMORY / 4 * 3);
    CHECK(limits.wall_ns - direct.started_ns < 11000000000 && limits.wall_ns - direct.started_ns >= 10000000000);
    CHECK(limits.cpu_ns != LIMITS_NEVER && direct.warm_kib > 0);
}

static void input_is_parsed_and_the_frame_stays_as_it_came(void)
{
    make_direct();
    const char *const texts[] = {"", "[1]", "text", "CODEBUILD"};
    size_t size = make_job(0, texts);
    send_all(frame, size);
    CHECK(taken().tag == TAG_MADE);
    CHECK(direct_input(NULL, undefined, 0, NULL).tag == TAG_MADE && !strcmp(parsed, "[1]"));
    CHECK(direct_program(NULL, undefined, 0, NULL).tag == TAG_MADE);
    CHECK(!memcmp(direct.received, frame, size));
}

static void missing_input_is_null(void)
{
    make_direct();
    const char *const texts[] = {"return 1", "", "", ""};
    send_all(frame, make_job(0, texts));
    CHECK(taken().tag == TAG_MADE && direct_input(NULL, undefined, 0, NULL).tag == TAG_NULL);
}

static void job_with_another_property_is_pythons(void)
{
    make_direct();
    size_t size = make_job(1, plain);
    send_all(frame, size);
    CHECK(taken().tag == TAG_UNDEFINED && !direct.is_direct && direct.received_size == size);
    CHECK(!memcmp(direct.received, frame, size));
    CHECK(direct_input(NULL, undefined, 0, NULL).tag == TAG_UNDEFINED && direct_program(NULL, undefined, 0, NULL).tag == TAG_UNDEFINED);
    CHECK(answered("1").tag == TAG_UNDEFINED && limits.wall_ns == LIMITS_NEVER);
}

static void what_comes_with_a_job_is_pythons_too(void)
{
    make_direct();
    size_t size = make_job(0, plain);
    frame[size] = 9;
    send_all(frame, size + 1);
    CHECK(taken().tag == TAG_UNDEFINED && !direct.is_direct && direct.received_size == size + 1);
}

static void frame_that_is_no_job_is_pythons(void)
{
    make_direct();
    size_t size = make_job(0, plain);
    frame[0] = 10;
    send_all(frame, size);
    CHECK(taken().tag == TAG_UNDEFINED && !direct.is_direct);
}

static void long_job_that_comes_in_pieces_is_taken_whole(void)
{
    static char block[20000];
    make_direct();
    memset(block, 'x', sizeof block - 1);
    const char *const texts[] = {block, "[1]", "", ""};
    size_t size = make_job(0, texts);
    pid_t writer = fork();
    CHECK(writer >= 0);
    if (!writer) {
        for (size_t at = 0; at < size; at += 3000) {
            send_all(frame + at, size - at < 3000 ? size - at : 3000);
            usleep(1000);
        }
        _exit(0);
    }
    CHECK(taken().tag == TAG_MADE && !strcmp(code, block) && !memcmp(direct.received, frame, size));
    CHECK(direct_input(NULL, undefined, 0, NULL).tag == TAG_MADE && !strcmp(parsed, "[1]"));
    CHECK(waitpid(writer, NULL, 0) == writer);
    free(direct.received);
}

static void bytecode_of_another_engine_is_left_alone(void)
{
    const char *const others[] = {"CODEOTHER", "ILD", ""};
    for (int index = 0; index < 3; index++) {
        make_direct();
        const char *const texts[] = {"", "", "text", others[index]};
        send_all(frame, make_job(0, texts));
        CHECK(taken().tag == TAG_MADE && direct_program(NULL, undefined, 0, NULL).tag == TAG_UNDEFINED);
    }
}

static void program_that_cannot_be_read_leaves_no_exception(void)
{
    make_direct();
    const char *const texts[] = {"", "", "text", "CODEBUILD"};
    send_all(frame, make_job(0, texts));
    CHECK(taken().tag == TAG_MADE);
    fails = true;
    CHECK(direct_program(NULL, undefined, 0, NULL).tag == TAG_UNDEFINED && freed == 1);
}

static void engine_without_memory_throws(void)
{
    make_direct();
    send_all(frame, make_job(0, plain));
    fails = true;
    CHECK(taken().tag == TAG_EXCEPTION && answered("1").tag == TAG_EXCEPTION);
}

static void image_that_cannot_be_made_is_pythons_to_tell(void)
{
    make_direct();
    options.control = -12;
    CHECK(taken().tag == TAG_UNDEFINED && direct.failure == -12);
    make_direct();
    direct.rewinding = NULL;
    CHECK(taken().tag == TAG_UNDEFINED && !direct.failure);
}

static void promise_jobs_run_with_the_scripts_limit_and_leave_room_for_a_report(void)
{
    make_direct();
    heap_limit = MEMORY;
    jobs_left = 3;
    jobs_failing = 1;
    CHECK(direct_drain(NULL, undefined, 0, NULL).payload == 0 && !jobs_left && heap == MEMORY + 1000);
    rejections.count = 1;
    struct value drained = direct_drain(NULL, undefined, 0, NULL);
    CHECK(drained.tag == TAG_BOOL && drained.payload == 1);
    rejections.lost_one = 1;
    CHECK(direct_drain(NULL, undefined, 0, NULL).tag == TAG_NULL);
    rejections.lost_one = 0;
    limits.has_raised = 1;
    CHECK(direct_drain(NULL, undefined, 0, NULL).tag == TAG_NULL);
}

/* In a process of its own, which waits for ever once it has answered. What it sent, less its header. */
static size_t sent(const char *json, uint8_t *to, size_t capacity)
{
    pid_t isolate = fork();
    CHECK(isolate >= 0);
    if (!isolate) {
        answered(json);
        _exit(1);
    }
    size_t size = 0, whole = HEADER_BYTES;
    while (size < whole) {
        ssize_t count = read(server, to + size, capacity - size);
        CHECK(count > 0);
        size += (size_t)count;
        if (size >= HEADER_BYTES) whole = HEADER_BYTES + number32(to + 1);
    }
    CHECK(size == whole && to[0] == KIND_RESULT);
    CHECK(!kill(isolate, SIGKILL) && waitpid(isolate, NULL, 0) == isolate);
    return size - HEADER_BYTES;
}

static void result_is_sent_with_its_cost_be_it_short_or_long(void)
{
    static char json[6001];
    static uint8_t got[1 << 14];
    const uint8_t *cost = got + HEADER_BYTES;
    const size_t sizes[] = {0, 1, SHORT_ANSWER - COST_BYTES - HEADER_BYTES, SHORT_ANSWER - COST_BYTES - HEADER_BYTES + 1, 6000};
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        make_direct();
        send_all(frame, make_job(0, plain));
        CHECK(taken().tag == TAG_MADE);
        memset(json, 0, sizeof json);
        memset(json, '7', sizes[index]);
        CHECK(sent(json, got, sizeof got) == COST_BYTES + sizes[index]);
        CHECK(number64(cost) == 77 && number64(cost + 8) && number64(cost + 16) && number64(cost + 24) >= 5000);
        CHECK(!cost[32] && cost[33] == 1 && !memcmp(cost + COST_BYTES, json, sizes[index]));
    }
}

/* What its isolate does then: stops, or waits until it is killed. */
static void isolate_of_a_last_job_stops_when_it_has_answered(void)
{
    static uint8_t got[1 << 14];
    int status;
    make_direct();
    size_t size = make_job(0, plain);
    frame[0] = KIND_LAST_JOB;
    send_all(frame, size);
    CHECK(taken().tag == TAG_MADE);
    pid_t isolate = fork();
    CHECK(isolate >= 0);
    if (!isolate) {
        answered("1");
        _exit(1);
    }
    CHECK(waitpid(isolate, &status, 0) == isolate && WIFEXITED(status) && WEXITSTATUS(status) == STOPPED);
    CHECK(read(server, got, sizeof got) == HEADER_BYTES + COST_BYTES + 1 && got[0] == KIND_RESULT);
}

static void result_over_the_limit_is_pythons_to_refuse(void)
{
    static char json[6002];
    make_direct();
    send_all(frame, make_job(0, plain));
    CHECK(taken().tag == TAG_MADE);
    memset(json, '7', sizeof json - 1);
    CHECK(answered(json).tag == TAG_UNDEFINED && texts_freed == 1 && limits.wall_ns != LIMITS_NEVER);
}

static void limit_reached_before_the_answer_is_told(void)
{
    make_direct();
    send_all(frame, make_job(0, plain));
    CHECK(taken().tag == TAG_MADE);
    limits.next_ns = limits.wall_ns = 1;
    CHECK(answered("1").tag == TAG_UNDEFINED && told_times == 1 && texts_freed == 1);
}

static void isolate_without_a_server_leaves(void)
{
    make_direct();
    int status;
    pid_t isolate = fork();
    CHECK(isolate >= 0);
    if (!isolate) {
        close(server);
        taken();
        _exit(1);
    }
    close(server);
    CHECK(waitpid(isolate, &status, 0) == isolate && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    alarm(50);
    known_job_is_taken_with_its_limits_and_a_seed();
    input_is_parsed_and_the_frame_stays_as_it_came();
    missing_input_is_null();
    job_with_another_property_is_pythons();
    what_comes_with_a_job_is_pythons_too();
    frame_that_is_no_job_is_pythons();
    long_job_that_comes_in_pieces_is_taken_whole();
    bytecode_of_another_engine_is_left_alone();
    program_that_cannot_be_read_leaves_no_exception();
    engine_without_memory_throws();
    image_that_cannot_be_made_is_pythons_to_tell();
    promise_jobs_run_with_the_scripts_limit_and_leave_room_for_a_report();
    result_is_sent_with_its_cost_be_it_short_or_long();
    isolate_of_a_last_job_stops_when_it_has_answered();
    result_over_the_limit_is_pythons_to_refuse();
    limit_reached_before_the_answer_is_told();
    isolate_without_a_server_leaves();
    return 0;
}
