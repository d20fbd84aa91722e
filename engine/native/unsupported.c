/* Where isolates are forked: an architecture whose registers and trap nobody has tried yet. */
#if !defined(__x86_64__)

#include <errno.h>

#include "rewind.h"
#include "system.h"

static long refuse(char *problem)
{
    const char reason[] = "rewinding has not been tried on this architecture";
    copy_bytes(problem, reason, sizeof reason);
    return -ENOSYS;
}

long rewind_tracker(char *problem)
{
    return refuse(problem);
}

long rewind_serve(struct rewind_options *options)
{
    return refuse(options->problem);
}

void rewind_stop(void)
{
    for (;;) sys(SYS_exit_group, 0);
}

#endif
