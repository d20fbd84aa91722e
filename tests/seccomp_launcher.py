"""`python tests/seccomp_launcher.py [--profile=FILE] [--refuse=CALL,CALL] COMMAND…`: a command under the seccomp
filter of a container.

"""

import argparse
import errno
import json
import os
from pathlib import Path
from typing import Any

import pyseccomp as seccomp

_ACTION = {"SCMP_ACT_ALLOW": seccomp.ALLOW}
_ARCHITECTURE = {"x86_64": "SCMP_ARCH_X86_64", "aarch64": "SCMP_ARCH_AARCH64"}[os.uname().machine]


def is_known(call: str) -> bool:
    """On this architecture, and to this libseccomp."""
    return bool(seccomp.resolve_syscall(seccomp.system_arch(), call) >= 0)


def filter_of(profile: dict[str, Any]) -> Any:
    """`includes` and `excludes`, which Docker's own profile has, are no part of the OCI's form."""
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert _ARCHITECTURE in profile["architectures"]
    made = seccomp.SyscallFilter(seccomp.ERRNO(profile["defaultErrnoRet"]))
    for rule in profile["syscalls"]:
        action = _ACTION.get(rule["action"])
        if action is None:
            action = seccomp.ERRNO(rule["errnoRet"])
        arguments = [_argument(argument) for argument in rule.get("args", ())]
        for name in filter(is_known, rule["names"]):
            made.add_rule(action, name, *arguments)
    return made


def _argument(argument: dict[str, Any]) -> Any:
    comparison = getattr(seccomp, argument["op"].removeprefix("SCMP_CMP_"))
    return seccomp.Arg(argument["index"], comparison, argument["value"], argument["valueTwo"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--refuse", default="")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    filters = [filter_of(json.loads(given.profile.read_text()))] if given.profile else []
    if given.refuse:
        refusing = seccomp.SyscallFilter(seccomp.ALLOW)
        for name in given.refuse.split(","):
            refusing.add_rule(seccomp.ERRNO(errno.EPERM), name)
        filters.append(refusing)
    for made in filters:
        made.load()
    os.execvp(given.command[0], given.command)


if __name__ == "__main__":
    main()
