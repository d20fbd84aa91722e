#if defined(__x86_64__)

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>

#include "system.h"
#include "userfault.h"
#include "zygote.h"

/* --- Ends -------------------------------------------------------------------------------------------------------- */

static void close_one(int *descriptor)
{
    if (*descriptor >= 0) sys(SYS_close, *descriptor);
    *descriptor = -1;
}

static void forget(struct isolate *isolate)
{
    close_one(&isolate->socket);
    close_one(&isolate->pidfd);
    close_one(&isolate->pagemap);
    close_one(&isolate->memory);
    close_one(&isolate->peak);
    close_one(&isolate->faults);
    isolate->state = UNUSED;
}

void give_up(struct zygote *zygote, struct isolate *isolate, const char *reason, long error)
{
    /* By its pid: its tracer alone reaps it, so the number is its own. */
    sys(SYS_kill, isolate->pid, SIGKILL);
    tell_lost(zygote, isolate, reason, error);
    isolate->state = ENDING;
}

void ended(struct zygote *zygote, struct isolate *isolate)
{
    bool is_news = isolate->state != ENDING && (isolate->state != RUNNING || zygote->is_testing);
    if (is_news) tell_lost(zygote, isolate, "exited", 0);
    forget(isolate);
}

/* --- Forks ------------------------------------------------------------------------------------------------------- */

static struct isolate *unused_isolate(struct zygote *zygote)
{
    for (uint32_t index = 0; index < zygote->used; index++)
        if (zygote->isolates[index].state == UNUSED) return &zygote->isolates[index];
    if (zygote->used == zygote->options->most_isolates) return NULL;
    return &zygote->isolates[zygote->used++];
}

/* Sockets, the fork, and the tracing of what was forked. It waits for a byte until it is traced. */
static long start_isolate(struct zygote *zygote, struct isolate *isolate, const char **what)
{
    int both[2];
    *what = "socketpair";
    long result = sys(SYS_socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both);
    if (result < 0) return result;
    isolate->socket = both[0];
    *what = "clone";
    /* The server's child, not ours: it outlives this zygote, and the server reaps it. */
    long pid = clone_onto(CLONE_PARENT, (void *)zygote->inheritance->image.scratch_end, begin_isolate,
                          zygote->inheritance, both[1]);
    sys(SYS_close, both[1]);
    if (pid < 0) return pid;
    isolate->pid = (int)pid;
    *what = "pidfd_open";
    if ((result = sys(SYS_pidfd_open, pid, 0)) < 0) return result;
    isolate->pidfd = (int)result;
    *what = "ptrace";
    if ((result = sys(SYS_ptrace, PTRACE_SEIZE, pid, 0, 0)) < 0) return result;
    char byte = 0;
    *what = "write";
    return sys(SYS_write, isolate->socket, &byte, 1);
}

void fork_isolate(struct zygote *zygote)
{
    struct isolate *isolate = unused_isolate(zygote);
    if (!isolate) {
        tell_fork_failed(zygote, "there are more isolates than this zygote has room for", 0);
        return;
    }
    *isolate = (struct isolate){.socket = -1, .pidfd = -1, .pagemap = -1, .memory = -1, .peak = -1, .faults = -1,
                                .kept = zygote->kept + (isolate - zygote->isolates) * MAX_KEPT};
    const char *what;
    long result = start_isolate(zygote, isolate, &what);
    isolate->began = now();
    isolate->due = isolate->began + step_time(zygote);
    if (result >= 0) {
        isolate->state = OPENING;
    } else {
        /* Untraced it is not ours to reap; the server looks for strays. */
        if (isolate->pid) sys(SYS_kill, isolate->pid, SIGKILL);
        tell_lost(zygote, isolate, what, result);
        forget(isolate);
    }
}

static int open_of(int pid, const char *name, int flags)
{
    char path[48];
    char *at = put_number(put_text(path, "/proc/"), (uint64_t)pid);
    *put_text(at, name) = 0;
    return (int)sys(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0);
}

long open_isolate(struct zygote *zygote, struct isolate *isolate)
{
    isolate->pagemap = open_of(isolate->pid, "/pagemap", O_RDONLY);
    isolate->memory = open_of(isolate->pid, "/mem", O_RDWR);
    isolate->peak = open_of(isolate->pid, "/clear_refs", O_WRONLY);
    if (isolate->pagemap < 0) return isolate->pagemap;
    if (isolate->memory < 0) return isolate->memory;
    if (isolate->peak < 0) return isolate->peak;
    if (!zygote->options->tracks_faults) return 0;
    isolate->faults = (int)sys(SYS_pidfd_getfd, isolate->pidfd, ISOLATE_FAULTS, 0);
    return isolate->faults < 0 ? isolate->faults : 0;
}

/* From here on a write is noted. Once: what has been written to stays so, is put back each time, and costs no fault. */
long protect(const struct zygote *zygote, const struct isolate *isolate)
{
    const struct image *image = &zygote->inheritance->image;
    for (uint32_t index = 0; index < image->count; index++) {
        const struct region *region = &image->regions[index];
        if (!region->source) continue;
        struct userfault_protect whole = {region->start, region->end - region->start, 1};
        long result = sys(SYS_ioctl, isolate->faults, USERFAULT_PROTECT, &whole);
        if (result < 0) return result;
    }
    return 0;
}

void try_passing(struct zygote *zygote, struct isolate *isolate)
{
    long result = pass_on(zygote, isolate);
    if (result == -ETOOMANYREFS && now() < isolate->due) return;
    if (result < 0) return give_up(zygote, isolate, "its descriptors could not be passed on", result);
    /* The server's end of its socket stays open here, too, for what is not taken of it to be seen (rewind.c). */
    close_one(&isolate->pidfd);
    isolate->is_passed = true;
    isolate->state = RUNNING;
}

struct isolate *isolate_of(struct zygote *zygote, int pid)
{
    for (uint32_t index = 0; index < zygote->used; index++)
        if (zygote->isolates[index].state != UNUSED && zygote->isolates[index].pid == pid) return &zygote->isolates[index];
    return NULL;
}

#endif
