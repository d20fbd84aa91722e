/* The time limits of a run, kept without signals: the engine asks here whether to go on, and clocks answer.
 *
 * Why not timers: an isolate that is used again must not be able to receive signals (rt_sigreturn and sigaltstack let native
 * code hide state in the kernel), and a traced one stops at each.
 *
 * Who asks: the engine, once in 10,000 branches or calls (JS_SetInterruptHandler), its regular expressions likewise; the loop
 * over promise jobs, after each (promises.c); Python, after each operation that may take long, and when the run ends. Each
 * asks in the one thread that there is and holds Python's lock. So there are no races here: what is due is seen at the next
 * question, and only there. Within one long builtin nobody asks; there the server's SIGKILL ends the run, as ever.
 *
 * What it costs: one reading of CLOCK_MONOTONIC, which the kernel maps into the process, some 30 ns. The CPU clock is a system
 * call. One thread uses at most as much CPU time as time passes, so after a reading it is not read again before what was left
 * then has passed.
 */
#include "limits.h"

#include <time.h>

/* The two clocks do not tick alike: NTP slows CLOCK_MONOTONIC down by up to 1/2,000. Asked this part early, nothing is late. */
#define CPU_CLOCK_SLACK 1024

int64_t limits_clock(clockid_t clock)
{
    struct timespec time;
    /* Cannot fail: both clocks are there, the pointer is good. */
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t sum(int64_t time, int64_t span)
{
    int64_t end;
    return __builtin_add_overflow(time, span, &end) ? LIMITS_NEVER : end;
}

static int64_t sooner(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* When to look next, where `left` of the CPU time was left at `now`. */
static int64_t next_look(const struct limits *limits, int64_t now, int64_t left)
{
    return sooner(limits->wall_ns, sum(now, left - left / CPU_CLOCK_SLACK));
}

/* Those that were started last; a process has one of them. */
static struct limits *current;

void limits_start(struct limits *limits, int64_t wall_ns, int64_t cpu_ns)
{
    int64_t now = limits_clock(CLOCK_MONOTONIC);
    current = limits;
    limits->has_raised = 0;
    limits->wall_ns = sum(now, wall_ns);
    limits->cpu_ns = LIMITS_NEVER;
    limits->next_ns = limits->wall_ns;
    if (cpu_ns != LIMITS_NEVER) {
        limits->cpu_ns = sum(limits_clock(CLOCK_THREAD_CPUTIME_ID), cpu_ns);
        limits->next_ns = next_look(limits, now, cpu_ns);
    }
}

/* Python most often does not come back from this: it sends the answer and ends the process. Nothing counts any longer when it
 * is called, since what it does asks here, too. */
static int tell(struct limits *limits, void *callable)
{
    limits->next_ns = LIMITS_NEVER;
    void *result = limits->python.call(callable);
    if (result)
        limits->python.release(result);
    limits->has_raised = !result;
    return (int)limits->has_raised;
}

/* Apart, so that what is asked all the time stays small. Where both are reached, wall time is told, as by signals, of which
 * Python saw the lower number first. */
static __attribute__((noinline)) int look(struct limits *limits, int64_t now)
{
    if (now >= limits->wall_ns)
        return tell(limits, limits->python.wall_reached);
    int64_t left = limits->cpu_ns - limits_clock(CLOCK_THREAD_CPUTIME_ID);
    if (left <= 0)
        return tell(limits, limits->python.cpu_reached);
    limits->next_ns = next_look(limits, now, left);
    return 0;
}

int limits_poll(void *runtime, void *opaque)
{
    struct limits *limits = opaque;
    (void)runtime;
    if (limits->next_ns == LIMITS_NEVER)
        return (int)limits->has_raised;
    int64_t now = limits_clock(CLOCK_MONOTONIC);
    return now < limits->next_ns ? 0 : look(limits, now);
}

void limits_ask(void)
{
    /* What it says the engine will be told, too, when it asks next. */
    if (current)
        limits_poll(0, current);
}

int limits_stop(struct limits *limits)
{
    int stop = limits_poll(0, limits);
    limits->next_ns = limits->wall_ns = limits->cpu_ns = LIMITS_NEVER;
    return stop;
}

double limits_left(const struct limits *limits)
{
    if (limits->next_ns == LIMITS_NEVER)
        return __builtin_inf();
    int64_t left = limits->wall_ns - limits_clock(CLOCK_MONOTONIC);
    /* A microsecond more than it is: a double and the ways to wait round. */
    return left < 0 ? 0.0 : (double)(left + 1000) / 1e9;
}
