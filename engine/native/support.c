/* What this kernel and container allow. */
#if defined(__x86_64__)

#include <errno.h>
#include <fcntl.h>
#include <sys/ptrace.h>

#include "pagemap.h"
#include "system.h"
#include "userfault.h"
#include "zygote.h"

/* Yama (Ubuntu, Fedora) may keep a process from tracing any but its descendants; isolates are the server's children. */
static bool yama_allows(char *problem)
{
    long file = sys(SYS_openat, AT_FDCWD, "/proc/sys/kernel/yama/ptrace_scope", O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return true;
    char scope[2] = "0";
    sys(SYS_read, file, scope, 1);
    sys(SYS_close, file);
    if (scope[0] == '0') return true;
    *put_text(put_text(problem, "kernel.yama.ptrace_scope is "), scope) = 0;
    return false;
}

/* A process that there is not: whether the call as such is allowed. Who may trace whom the self-test shows. */
static long can_trace(void)
{
    long result = sys(SYS_ptrace, PTRACE_SEIZE, INT32_MAX, 0, 0);
    return result == -ESRCH ? 0 : result;
}

static long can_scan(void)
{
    long pagemap = sys(SYS_openat, AT_FDCWD, "/proc/self/pagemap", O_RDONLY | O_CLOEXEC, 0);
    if (pagemap < 0) return pagemap;
    struct page_range range;
    uint64_t page = (uint64_t)&range & ~(PAGE_BYTES - 1);
    struct page_scan scan = {page, page + PAGE_BYTES, &range, 1};
    long found = scan_pages((int)pagemap, &scan, OWN_PAGES);
    sys(SYS_close, pagemap);
    return found < 0 ? found : 0;
}

static long can_track_faults(void)
{
    long faults = sys(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | UFFD_USER_ONLY);
    if (faults < 0) return faults;
    struct userfault_api api = {UFFD_API_VERSION, UFFD_ASYNCHRONOUS | UFFD_PROTECTS_SHMEM | UFFD_PROTECTS_UNPOPULATED, 0};
    long result = sys(SYS_ioctl, faults, USERFAULT_API, &api);
    sys(SYS_close, faults);
    return result;
}

/* Of an isolate's own userfaultfd, which the zygote takes: runtimes of containers may refuse that alone. */
static long can_take_descriptors(void)
{
    long result = sys(SYS_pidfd_getfd, -1, 0, 0);
    return result == -EBADF ? 0 : result;
}

static long say(char *problem, const char *what, long error)
{
    char *at = put_text(problem, what);
    *put_number(at, (uint64_t)-error) = 0;
    return error;
}

long rewind_tracker(char *problem)
{
    problem[0] = 0;
    if (!yama_allows(problem)) return -EPERM;
    long result = can_trace();
    if (result < 0) return say(problem, "ptrace is not allowed: errno ", result);
    result = can_scan();
    if (result < 0) return say(problem, "the kernel does not tell of pages (PAGEMAP_SCAN, Linux 6.7): errno ", result);
    const char *what = "userfaultfd with asynchronous write protection (Linux 6.7) is not allowed: errno ";
    result = can_track_faults();
    if (result == 0) {
        what = "pidfd_getfd, to take an isolate's userfaultfd, is not allowed: errno ";
        result = can_take_descriptors();
    }
    if (result == 0) return TRACK_BY_USERFAULTFD;
    say(problem, what, result);
    return TRACK_BY_PAGEMAP;
}

#endif
