#if defined(__x86_64__)

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "system.h"
#include "zygote.h"

#define SCRATCH_BYTES (64ul << 10)
#define EVENT_STOP_OF(signal) ((signal) | PTRACE_EVENT_STOP << 8)

uint64_t now(void)
{
    struct timespec time;
    sys(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

/* --- Stops ------------------------------------------------------------------------------------------------------- */

static void stopped(struct zygote *zygote, struct isolate *isolate, int status)
{
    struct user_regs_struct registers;
    int signal = status >> 8 & 0xff;
    bool is_event = status >> 16 == PTRACE_EVENT_STOP;
    switch (isolate->state) {
    case OPENING:
    case CLOSING:
        if (!is_at_trap(isolate, status, trap_end, &registers)) return give_up(zygote, isolate, "start", 0);
        if (isolate->state == CLOSING) return start_copying(zygote, isolate);
        long result = open_isolate(zygote, isolate);
        if (result == 0 && !zygote->has_registers) result = learn_registers(zygote, isolate, &registers);
        if (result == -EBUSY) return give_up(zygote, isolate, "restartable sequences (rseq) are on", 0);
        if (result == 0) result = hand_read_pages(zygote, isolate);
        if (result == 0) result = go_on(isolate, 0);
        if (result < 0) return give_up(zygote, isolate, "an isolate cannot be opened", result);
        isolate->state = CLOSING;
        return;
    case COPYING:
        if (!is_at_trap(isolate, status, copy_pages_end, &registers)) return give_up(zygote, isolate, "trap", 0);
        return finish_copying(zygote, isolate, &registers);
    case STOPPING:
        if (status >> 8 != EVENT_STOP_OF(SIGTRAP)) return give_up(zygote, isolate, "stop", 0);
        if (get_registers(isolate, &registers) < 0) return give_up(zygote, isolate, "registers", 0);
        return start_copying(zygote, isolate);
    case RUNNING:
        if (is_at_trap(isolate, status, rewind_stop_end, &registers)) return rewind_unasked(zygote, isolate);
        /* fallthrough */
    case PASSING:
        /* As if nobody traced it: stopped it stays so, other signals do what they do. */
        if (!is_event) go_on(isolate, signal);
        else if (signal == SIGTRAP) go_on(isolate, 0);
        else sys(SYS_ptrace, PTRACE_LISTEN, isolate->pid, 0, 0);
        return;
    case UNUSED:
    case ENDING:
        return;
    }
}

static void take_events(struct zygote *zygote)
{
    int status;
    long pid;
    struct rusage usage;
    while ((pid = sys(SYS_wait4, -1, &status, WNOHANG | __WALL, &usage)) > 0) {
        struct isolate *isolate = isolate_of(zygote, (int)pid);
        if (!isolate) continue;
        isolate->faulted = (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
        if (WIFSTOPPED(status)) stopped(zygote, isolate, status);
        else ended(zygote, isolate);
    }
}

/* Passes on who waits for it, and ends who takes too long. How long to wait for events at most, in ms. */
static int take_time(struct zygote *zygote)
{
    int patience = -1;
    uint64_t time = 0;
    for (uint32_t index = 0; index < zygote->used; index++) {
        struct isolate *isolate = &zygote->isolates[index];
        if (isolate->state == PASSING) try_passing(zygote, isolate);
        if (isolate->state == UNUSED || isolate->state == RUNNING || isolate->state == ENDING) continue;
        if (!time) time = now();
        if (time > isolate->due && isolate->state != PASSING) give_up(zygote, isolate, "timeout", 0);
        int pause = isolate->state == PASSING ? 5 : 250;
        if (patience < 0 || pause < patience) patience = pause;
    }
    return patience;
}

/* --- The loop ---------------------------------------------------------------------------------------------------- */

static void take_requests(struct zygote *zygote)
{
    char *packet = zygote->packet;
    long length = sys(SYS_recvfrom, zygote->control, packet, MAX_PACKET_BYTES, MSG_DONTWAIT, 0, 0);
    if (length == -EAGAIN || length == -EINTR) return;
    if (length <= 0) sys(SYS_exit_group, 0);
    if (packet[0] == 'R' && length == 1 + sizeof(int32_t)) {
        int32_t pid;
        copy_bytes(&pid, packet + 1, sizeof pid);
        rewind_isolate(zygote, pid);
    } else {
        /* The packet's memory is that of the reports. */
        for (long wishes = length; wishes > 0; wishes--) fork_isolate(zygote);
    }
}

/* SIGCHLD is there at most once, however often it came. */
static void take_signal(int descriptor)
{
    char signals[128];
    sys(SYS_read, descriptor, signals, sizeof signals);
}

/* A test is over when its isolate is reaped, and nothing of it is left. */
static void serve_until(struct zygote *zygote, bool is_test)
{
    while (!is_test || zygote->isolates[0].state != UNUSED) {
        int patience = take_time(zygote);
        if (is_test) {
            if (patience < 0) patience = 250; /* It ends, or it is not told of. */
            if (now() > zygote->isolates[0].due + FIRST_STEP_TIME) break;
        }
        struct pollfd both[2] = {{zygote->children, POLLIN, 0}, {zygote->control, POLLIN, 0}};
        struct timespec time = {patience / 1000, patience % 1000 * 1000000l};
        long ready = sys(SYS_ppoll, both, is_test ? 1 : 2, patience < 0 ? NULL : &time, 0, 0);
        if (both[0].revents) take_signal(zygote->children);
        /* Also where this process was stopped itself, or the time is over: what has happened counts before what is late. */
        if (both[0].revents || ready <= 0) take_events(zygote);
        if (!is_test && both[1].revents) take_requests(zygote);
    }
}

static long test_first(struct zygote *zygote)
{
    zygote->is_testing = true;
    fork_isolate(zygote);
    serve_until(zygote, true);
    zygote->is_testing = false;
    return zygote->problem[0] ? -EIO : 0;
}

static long run(void *given)
{
    struct zygote *zygote = given;
    struct inheritance *inheritance = zygote->inheritance;
    const char *what = "signals";
    uint64_t child = 1ull << (SIGCHLD - 1), blocked = 0;
    long result = sys(SYS_rt_sigprocmask, SIG_BLOCK, &child, &blocked, sizeof child);
    if (result == 0) result = sys(SYS_signalfd4, -1, &child, sizeof child, O_CLOEXEC | O_NONBLOCK);
    if (result >= 0) {
        zygote->children = (int)result;
        result = mark_image(&inheritance->image, &zygote->outside, zygote->options->stack_bytes, &what);
    }
    if (result >= 0) {
        what = "setrlimit";
        struct rlimit none = {0, 0};
        /* The image is the last file that anybody here writes to. */
        result = inheritance->cpu_seconds ? sys(SYS_prlimit64, 0, RLIMIT_FSIZE, &none, 0) : 0;
    }
    if (result >= 0 && inheritance->filter.len) {
        what = "Landlock";
        result = keep_to_proc();
    }
    if (result >= 0) {
        what = "mprotect";
        uint64_t length = (sizeof *inheritance + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1);
        result = sys(SYS_mprotect, inheritance, length, PROT_READ);
    }
    if (result >= 0) {
        what = zygote->problem;
        result = test_first(zygote);
    }
    if (result >= 0) {
        sys(SYS_sendto, zygote->control, zygote->options->completed, zygote->options->completed_length, MSG_NOSIGNAL, 0, 0);
        serve_until(zygote, false);
    }
    /* It does not work: this process goes on as it was, and as those are that it will fork. */
    if (zygote->children >= 0) sys(SYS_close, zygote->children);
    sys(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, 0, sizeof blocked);
    char *at = put_text(zygote->options->problem, what);
    if (result != -EIO) at = put_number(put_text(at, ": errno "), (uint64_t)-result);
    *at = 0;
    return result;
}

/* Memory between two pages that nobody may touch: a neighbour would be merged with it, and be taken for a part of it. */
static void *apart(uint64_t length, bool is_inherited, long *result)
{
    uint64_t whole = (length + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    *result = sys(SYS_mmap, 0, whole + 2 * PAGE_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (*result < 0) return NULL;
    char *start = (char *)*result + PAGE_BYTES;
    *result = sys(SYS_mprotect, start, whole, PROT_READ | PROT_WRITE);
    if (*result == 0 && !is_inherited) *result = sys(SYS_madvise, start, whole, MADV_DONTFORK);
    return *result < 0 ? NULL : start;
}

/* Pages that can only be read, here and in isolates: what the zygote writes there it writes as a tracer. */
static uint64_t apart_read_only(uint64_t length, long *result)
{
    void *start = apart(length, true, result);
    if (start) *result = sys(SYS_mprotect, start, length, PROT_READ);
    return (uint64_t)start;
}

static long lay_out_inheritance(struct inheritance *inheritance, const struct rewind_options *options)
{
    long result;
    struct image *image = &inheritance->image;
    image->scratch = (uint64_t)apart(SCRATCH_BYTES, true, &result);
    image->scratch_end = image->scratch + SCRATCH_BYTES;
    if (result < 0) return result;
    image->list = apart_read_only(MAX_ENTRIES * sizeof(struct entry), &result);
    if (result < 0) return result;
    image->zeros = apart_read_only(PAGE_BYTES, &result);
    inheritance->filter = options->filter;
    inheritance->cpu_seconds = options->cpu_seconds;
    inheritance->job = (struct pollfd){ISOLATE_PIPE, POLLIN, 0};
    inheritance->server_pid = options->server_pid;
    inheritance->tracks_faults = options->tracks_faults != 0;
    return result;
}

long rewind_serve(struct rewind_options *options)
{
    long result;
    uint64_t table = options->most_isolates * (sizeof(struct isolate) + MAX_KEPT * sizeof(struct entry));
    *put_text(options->problem, "there is no memory for a zygote that rewinds") = 0;
    struct zygote *zygote = apart(sizeof *zygote + table, false, &result);
    if (!zygote) return result;
    zygote->inheritance = apart(sizeof *zygote->inheritance, true, &result);
    if (result < 0 || (result = lay_out_inheritance(zygote->inheritance, options)) < 0) return result;
    zygote->children = -1;
    zygote->options = options;
    zygote->control = options->control;
    zygote->isolates = (struct isolate *)(zygote + 1);
    zygote->kept = (struct entry *)(zygote->isolates + options->most_isolates);
    zygote->outside = (struct outside){(uint64_t)zygote, (uint64_t)(zygote + 1) + table, zygote->work};
    zygote->outside.end = (zygote->outside.end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    return enter_on_stack(&zygote->mark, zygote->stack + STACK_BYTES, run, zygote);
}

#endif
