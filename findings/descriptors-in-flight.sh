#!/usr/bin/env bash
# Linux: descriptors that are on their way through Unix sockets are counted by user, over all processes, and each sender's count
# is held against its own RLIMIT_NOFILE. So a process with a low limit, which has nothing on its way, cannot send one
# descriptor (ETOOMANYREFS) while another process of the same user, within a high limit of its own, has more of them waiting to
# be received; and can as soon as these are received. Root is exempt.
#
# Seen 2026-11-30, Linux 6.18: 100 of another process waiting and a limit of 64: errno 109; none waiting: sent.
set -euo pipefail
python3 - <<'PYTHON'
import errno, os, resource, socket, sys

def sent_with_a_low_limit():
    """0, or the error number of another process, with a limit of 64, that sends one."""
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        one, _other = socket.socketpair()
        try:
            socket.send_fds(one, [b"x"], [0])
        except OSError as error:
            os._exit(error.errno)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
for _ in range(10):
    socket.send_fds(one, [b"x"], [0] * 10)
waiting = sent_with_a_low_limit()
for _ in range(10):
    for descriptor in socket.recv_fds(other, 1, 10)[1]:
        os.close(descriptor)
received = sent_with_a_low_limit()
print(f"100 of another process waiting: {errno.errorcode.get(waiting, waiting)}; none waiting: {received}")
if (waiting, received) != (errno.ETOOMANYREFS, 0):
    sys.exit("it is another one now")
PYTHON
