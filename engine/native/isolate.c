#if defined(__x86_64__)

#include "isolate.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "context.h"
#include "system.h"
#include "userfault.h"

static void leave(void)
{
    for (;;) sys(SYS_exit_group, 0);
}

static void must(long result)
{
    if (result < 0) leave();
}

/* A process can only ask for faults of its own. Registered here, protected by the zygote, which takes the descriptor. */
static void track_faults(const struct image *image)
{
    long faults = sys(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | UFFD_USER_ONLY);
    must(faults);
    struct userfault_api api = {UFFD_API_VERSION, UFFD_ASYNCHRONOUS | UFFD_PROTECTS_SHMEM | UFFD_PROTECTS_UNPOPULATED, 0};
    must(sys(SYS_ioctl, faults, USERFAULT_API, &api));
    for (uint32_t index = 0; index < image->count; index++) {
        const struct region *region = &image->regions[index];
        /* What is zero has no page tables, and would get some. */
        if (!region->source) continue;
        struct userfault_register whole = {region->start, region->end - region->start, UFFD_REGISTER_PROTECTED, 0};
        must(sys(SYS_ioctl, faults, USERFAULT_REGISTER, &whole));
    }
    must(sys(SYS_dup3, faults, ISOLATE_FAULTS, O_CLOEXEC));
    sys(SYS_close, faults);
}

static void limit(int resource, uint64_t value)
{
    struct rlimit both = {value, value};
    must(sys(SYS_prlimit64, 0, resource, &both, 0));
}

/* Has what every run reads mapped, by the list that the zygote wrote. As a favour: what cannot be had so comes by a fault. */
static void read_hot_pages(const struct image *image)
{
    for (const struct piece *piece = (const struct piece *)image->list; piece->length; piece++)
        sys(SYS_madvise, piece->start, piece->length, MADV_POPULATE_READ);
}

void begin_isolate(void *given, long descriptor)
{
    const struct inheritance *inheritance = given;
    char byte;
    must(sys(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
    if (sys(SYS_getppid) != inheritance->server_pid) leave();
    sys(SYS_prctl, PR_SET_NAME, "isolate", 0, 0, 0);
    /* High enough for both not to be in the way of what is put below. */
    must(descriptor = sys(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, 16));
    must(sys(SYS_dup3, descriptor, ISOLATE_PIPE, O_CLOEXEC));
    must(sys(SYS_close_range, ISOLATE_PIPE + 1, ~0u, 0));
    must(sys(SYS_close_range, 0, ISOLATE_PIPE - 1, 0));
    /* The zygote has seized this process when it says so: a trap before that would kill. Its end of the socket is closed
       here by now, so that a zygote that dies before it has said anything is the end of this, too. */
    if (sys(SYS_read, ISOLATE_PIPE, &byte, 1) != 1) leave();
    if (inheritance->tracks_faults) track_faults(&inheritance->image);
    trap();
    if (inheritance->tracks_faults) {
        must(sys(SYS_close, ISOLATE_FAULTS));
        read_hot_pages(&inheritance->image);
    }
    if (inheritance->cpu_seconds) {
        limit(RLIMIT_NPROC, 0);
        /* The soft limit is the hard one: at it the kernel kills, without a signal that a script could survive. */
        limit(RLIMIT_CPU, inheritance->cpu_seconds);
        must(sys(SYS_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
    }
    /* All memory that it may ever have it has: the image holds room for a full heap. */
    limit(RLIMIT_AS, 0);
    if (inheritance->filter.len)
        must(sys(SYS_prctl, PR_SET_SECCOMP, 2 /* SECCOMP_MODE_FILTER */, &inheritance->filter, 0, 0));
    trap();
    leave();
}

#endif
