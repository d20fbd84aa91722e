"""`python tests/refusing.py WHAT[,WHAT] COMMAND...`: the command, as where a container's profile refuses these system calls
(EPERM): names, or `scan` for the one request of ioctl(2) that tells of pages.
"""

import errno
import os
import sys

import pyseccomp

PAGEMAP_SCAN = 0xC0606610


def main() -> None:
    refusal = pyseccomp.ERRNO(errno.EPERM)
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in sys.argv[1].split(","):
        if name == "scan":
            rules.add_rule(refusal, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, PAGEMAP_SCAN))
        else:
            rules.add_rule(refusal, name)
    rules.load()
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
