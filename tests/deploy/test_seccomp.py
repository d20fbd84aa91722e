"""The seccomp filter of a container: with ours isolates are rewound by the faster way, and what others refuse is done without."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import seccomp_launcher
from harness import ROOT, eventually

from executor.isolate import sandbox

PROFILE = ROOT / "deploy" / "seccomp" / "flow-executor.json"
LAUNCHER = (sys.executable, str(ROOT / "tests" / "seccomp_launcher.py"))
# Nobody's number, with the one right that lets it read this tree; the zygote gives it up before it makes isolates.
AS_NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"),
    *("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search", "--"),
)
# Of x86_64: userfaultfd, clone3, unshare, process_vm_readv, keyctl, io_uring_setup, mount.
USERFAULTFD = 323
REFUSED = {"unshare": 272, "process_vm_readv": 310, "keyctl": 250, "io_uring_setup": 425, "mount": 165}

needs_rewind = pytest.mark.skipif(
    os.uname().machine != "x86_64" or tuple(map(int, os.uname().release.split(".")[:2])) < (6, 7),
    reason="isolates are rewound on x86_64 from Linux 6.7 on",
)


def allowed() -> set[str]:
    """Calls that the profile allows, some with certain arguments only."""
    rules = json.loads(PROFILE.read_text())["syscalls"]
    return {name for rule in rules if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}


def made_by() -> ModuleType:
    spec = importlib.util.spec_from_file_location("profile_of_seccomp", PROFILE.with_name("profile.py"))
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def under(*flags: str) -> tuple[str, ...]:
    """What starts a server under a filter, as a user without rights where this one may choose."""
    as_whom = AS_NOBODY if os.geteuid() == 0 else ()
    return (*as_whom, *LAUNCHER, *flags, sys.executable, "server.py")


def answer_of(number: int, *arguments: int) -> str:
    """Of a bare system call under the profile: `ok`, or the name of its error."""
    script = (
        "import ctypes, errno, sys; libc = ctypes.CDLL(None, use_errno=True); "
        "result = libc.syscall(*map(int, sys.argv[1:])); "
        "print('ok' if result >= 0 else errno.errorcode[ctypes.get_errno()])"
    )
    command = [
        *LAUNCHER,
        f"--profile={PROFILE}",
        sys.executable,
        "-c",
        script,
        str(number),
        *map(str, arguments),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


# --- The profile -----------------------------------------------------------------------------------------------------


def test_profile_is_that_of_the_script_that_makes_it():
    assert PROFILE.read_text() == made_by().text(), "run make manifests"


def test_profile_has_the_form_of_the_oci():
    profile = json.loads(PROFILE.read_text())
    assert set(profile) == {"defaultAction", "defaultErrnoRet", "architectures", "syscalls"}
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    for rule in profile["syscalls"]:
        assert set(rule) <= {"names", "action", "errnoRet", "args"}
        assert rule["names"]
        for argument in rule.get("args", ()):
            assert set(argument) == {"index", "value", "valueTwo", "op"}


def test_profile_allows_every_call_of_the_sandbox():
    lists = (
        sandbox._ISOLATE_CALLS,
        sandbox._ZYGOTE_CALLS,
        sandbox._TRACER_CALLS,
        sandbox._NOT_REWOUND_CALLS,
    )
    assert {call for calls in lists for call in calls.split()} <= allowed()


def test_calls_of_the_profile_are_known():
    """A name that is spelt wrong allows nothing, and no runtime says so."""
    unknown = {name for name in allowed() if not seccomp_launcher.is_known(name)}
    assert unknown <= {"creat"} if os.uname().machine != "x86_64" else not unknown


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="knows the numbers of x86_64")
def test_profile_refuses_what_no_server_needs():
    assert {name: answer_of(number, 0, 0, 0) for name, number in REFUSED.items()} == dict.fromkeys(
        REFUSED, "EPERM"
    )
    new_user_and_child, child_exit = 0x10000000 | 17, 56
    assert answer_of(child_exit, new_user_and_child, 0, 0, 0, 0) == "EPERM"
    # clone3: the C library takes clone then.
    assert answer_of(435, 0, 0) == "ENOSYS"
    # A packet socket, and a userfaultfd that holds up the kernel itself.
    assert answer_of(41, 17, 3, 0) == "EPERM"
    assert answer_of(USERFAULTFD, 0) == "EPERM"


# --- Servers under filters -------------------------------------------------------------------------------------------


@needs_rewind
@pytest.mark.slow
@pytest.mark.parametrize(
    ("filter_flags", "isolation", "tracker", "reason"),
    [
        ([f"--profile={PROFILE}"], "rewind", "userfaultfd", ""),
        (["--refuse=userfaultfd"], "rewind", "pagemap", "userfaultfd with asynchronous write protection"),
        (["--refuse=userfaultfd,pidfd_getfd"], "rewind", "pagemap", "userfaultfd with asynchronous"),
        (["--refuse=pidfd_getfd"], "rewind", "pagemap", "pidfd_getfd, to take an isolate's userfaultfd"),
        (["--refuse=ptrace"], "fork", "", "ptrace is not allowed: Operation not permitted"),
    ],
    ids=["ours", "no userfaultfd", "neither", "no pidfd_getfd", "no ptrace"],
)
def test_what_a_filter_allows_is_taken_and_told(start, filter_flags, isolation, tracker, reason):
    flags = ("--isolation=rewind", "--isolates=2", "--canary-interval=60m")
    server = start(*flags, program=under(*filter_flags)).serving().all_ready()
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    assert "\nSeccomp:\t2\n" in status
    told = server.warmup_status()
    assert (told.isolation, told.tracker, told.sandbox_level) == (isolation, tracker, "seccomp")
    assert told.isolation_reason.startswith(reason)
    assert bool(told.isolation_reason) == bool(reason)
    line = server.logged(" is warm after ")
    assert f"isolation {isolation}" in line
    assert reason in line
    for number in range(3):
        assert server.result("return require('lodash').sum([1, input])", number) == 1 + number
        server.all_ready()
    # Closed to its own user, and counted all the same.
    for figure in ("resident", "proportional"):
        name = f'executor_{figure}_memory_bytes{{role="isolate"}}'
        eventually(lambda name=name: server.metrics()[name] > 0, f"{name} is sampled")
    rewound = server.metrics().get('executor_rewinds_total{result="rewound"}', 0)
    assert (rewound >= 2) == (isolation == "rewind")
