#!/usr/bin/env bash
# glibc 2.36 on Linux: where a seccomp filter answers brk(2) with an error number, as filters answer calls that they refuse,
# sbrk(3) says that it has succeeded. The kernel's own refusal is the old end of the heap, never an error, so the library compares
# addresses, and -EPERM is a very high one. Only the next call fails. An answer of zero (ERRNO(0)) is taken as a failure at once.
#
# Seen 2026-11-30, pyseccomp 0.1.2, libseccomp 2.5.4: under ERRNO(1) the first sbrk gives an address and errno 0; under
# ERRNO(0) it gives -1 with ENOMEM.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyseccomp==0.1.2
for error in 1 0; do
    "$folder/venv/bin/python" - "$error" <<'PYTHON'
import ctypes, errno, sys
import pyseccomp

libc = ctypes.CDLL(None, use_errno=True)
libc.sbrk.restype, libc.sbrk.argtypes = ctypes.c_long, (ctypes.c_long,)
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
rules.add_rule(pyseccomp.ERRNO(int(sys.argv[1])), "brk")
rules.load()
seen = []
for _ in range(2):
    ctypes.set_errno(0)
    address = libc.sbrk(1 << 30)
    # Nothing is written there: there is nothing.
    seen.append(("an address" if address > 0 else address, errno.errorcode.get(ctypes.get_errno(), 0)))
print(f"brk answered {'with EPERM' if sys.argv[1] == '1' else 'zero'}: {seen}")
expected = [("an address", 0), (-1, "ENOMEM")] if sys.argv[1] == "1" else [(-1, "ENOMEM"), (-1, "ENOMEM")]
if seen != expected:
    sys.exit("it is another one now")
PYTHON
done
