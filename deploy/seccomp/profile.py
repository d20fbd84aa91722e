"""Makes the seccomp profile for a container of the server, in the form of the OCI's runtime specification.

python deploy/seccomp/profile.py    (make manifests)

An allow-list of its own, by what each call is for: the defaults of container runtimes refuse `userfaultfd` and `pidfd_getfd`,
with which isolates are rewound faster. It has what the server and its processes call, what a container's start and a shell in
it call, and nothing that a server has no use for: no namespaces, mounts, keys, io_uring, bpf, other processes' memory.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent)]

from executor.isolate import sandbox  # noqa: E402 - of this tree, installed or not

PROFILE = HERE / "flow-executor.json"

GROUPS = {
    "files": "open openat openat2 creat close close_range read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 "
    "lseek stat lstat fstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents getdents64 "
    "getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat chmod fchmod "
    "fchmodat fchmodat2 chown fchown lchown fchownat umask truncate ftruncate fallocate fadvise64 fsync fdatasync sync_file_range "
    "flock utime utimes utimensat getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr dup dup2 dup3 fcntl ioctl pipe pipe2 "
    "sendfile splice copy_file_range inotify_init1 inotify_add_watch inotify_rm_watch",
    "memory": "brk mmap munmap mremap mprotect madvise msync mincore mlock munlock mlock2 memfd_create membarrier",
    "waiting": "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 "
    "timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4 futex futex_waitv pause nanosleep clock_nanosleep "
    "restart_syscall",
    "network": "socketpair connect accept accept4 bind listen shutdown sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg "
    "getsockname getpeername getsockopt setsockopt",
    "processes": "fork vfork execve execveat exit exit_group wait4 waitid kill tkill tgkill pidfd_open pidfd_send_signal getpid "
    "getppid gettid getpgid getpgrp getsid setpgid setsid set_tid_address set_robust_list get_robust_list rseq arch_prctl prctl "
    "seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self sched_yield sched_getaffinity sched_setaffinity "
    "sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority setpriority getrlimit setrlimit "
    "prlimit64 getrusage times getcpu",
    "signals": "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend rt_sigqueueinfo "
    "rt_tgsigqueueinfo sigaltstack alarm getitimer setitimer timer_create timer_settime timer_gettime timer_getoverrun timer_delete",
    # A container is started by a process that becomes another user under this filter already.
    "users": "getuid geteuid getgid getegid getgroups getresuid getresgid setuid setgid setgroups setresuid setresgid setreuid "
    "setregid setfsuid setfsgid capget capset",
    "system": "uname sysinfo getrandom clock_gettime clock_getres gettimeofday time",
    # The zygote is the tracer of its isolates, takes the userfaultfd that each asks for, and looks at their pages.
    "rewind": "ptrace pidfd_getfd",
}
# Of the sandbox's own lists, in whatever version of it.
OF_SANDBOX = f"{sandbox._ISOLATE_CALLS} {sandbox._ZYGOTE_CALLS} {sandbox._TRACER_CALLS}"

# AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (the C library asks it for addresses).
FAMILIES = (1, 2, 10, 16)
# CLONE_NEW*: none of the namespaces.
NAMESPACES = 0x7E020000
# UFFD_USER_MODE_ONLY: the kernel's own accesses are never held up, which attacks on kernels want it for.
USER_MODE_ONLY = 1
ENOSYS = 38


def _where(*arguments: tuple[int, str, int, int | None]) -> list[dict[str, Any]]:
    """Of index, comparison, value (of a masked one: the mask), and what is equal under the mask."""
    return [
        {"index": index, "value": value, "valueTwo": second or 0, "op": f"SCMP_CMP_{comparison}"}
        for index, comparison, value, second in arguments
    ]


def profile() -> dict[str, Any]:
    narrowed: list[dict[str, Any]] = [
        *({"names": ["socket"], "args": _where((0, "EQ", family, None))} for family in FAMILIES),
        {"names": ["clone"], "args": _where((0, "MASKED_EQ", NAMESPACES, 0))},
        {"names": ["userfaultfd"], "args": _where((0, "MASKED_EQ", USER_MODE_ONLY, USER_MODE_ONLY))},
    ]
    apart = {name for rule in narrowed for name in rule["names"]}
    names = {name for group in (*GROUPS.values(), OF_SANDBOX) for name in group.split()} - apart
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": 1,
        "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
        "syscalls": [
            {"names": sorted(names), "action": "SCMP_ACT_ALLOW"},
            *({**rule, "action": "SCMP_ACT_ALLOW"} for rule in narrowed),
            # Its arguments are out of a filter's sight: the C library takes clone where it is not there.
            {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS},
        ],
    }


def text() -> str:
    return json.dumps(profile(), indent=1) + "\n"


if __name__ == "__main__":
    PROFILE.write_text(text())
