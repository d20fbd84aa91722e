"""A server or command that is forked (nursery.py) is to the kernel, or a shell, what one of its own Python is."""

import contextlib
import os
import stat
import subprocess
from pathlib import Path

import psutil
import pytest
from harness import PATIENCE, ServerProcess, nursery, popen_command
from nursery import Forked

# Of /proc/PID/status: whose child it is, with which rights and signals. What a server handles it has set by itself.
ALIKE = (
    "Name",
    "Umask",
    "PPid",
    "Uid",
    "Gid",
    "Groups",
    "SigBlk",
    "SigIgn",
    "SigCgt",
    "NoNewPrivs",
    "Seccomp",
    "CapEff",
)


def seen(server: ServerProcess) -> dict[str, object]:
    process = Path(f"/proc/{server.process.pid}")
    lines = (line.partition(":") for line in (process / "status").read_text().splitlines())
    status = {name: value.split() for name, _, value in lines if name in ALIKE}
    assert len(status) == len(ALIKE)
    descriptors = {}
    for path in (process / "fd").iterdir():
        # Servers open and close some all the time.
        with contextlib.suppress(FileNotFoundError):
            descriptors[int(path.name)] = stat.S_IFMT(path.stat().st_mode)
    return {
        **status,
        "group": os.getpgid(server.process.pid),
        "session": os.getsid(server.process.pid),
        "directory": (process / "cwd").readlink(),
        "program": (process / "exe").readlink(),
        "limits": (process / "limits").read_text(),
        "root": (process / "root").readlink(),
        "control groups": (process / "cgroup").read_text(),
        "nice": psutil.Process(server.process.pid).nice(),
        "affinity": os.sched_getaffinity(server.process.pid),
        "standard descriptors": [descriptors.get(number) for number in range(3)],
        "kinds of descriptors": set(descriptors.values()),
    }


def test_forked_server_is_as_one_of_its_own_python(start):
    flags = ("--isolates=2", "--tz=Asia/Tokyo")
    forked, own = start(*flags).serving(), start(*flags, own_python=True).serving()
    assert psutil.Process(own.process.pid).cmdline()[1] == "server.py"
    assert psutil.Process(forked.process.pid).cmdline() == psutil.Process(nursery().process.pid).cmdline()
    assert seen(forked.all_ready()) == seen(own.all_ready())
    for server in (forked, own):
        assert server.result("return new Date(0).getHours()") == 9
        server.stop()
        assert server.process.returncode == 0


def test_forked_server_has_its_own_environment_and_flags(start):
    first = start("--isolates=1", environment={"EXECUTOR_CONSOLE_LIMIT": "x", "TZ": "Asia/Tokyo"})
    second = start("--isolates=none")
    assert (first.wait(), second.wait()) == (2, 2)
    assert "EXECUTOR_CONSOLE_LIMIT" in "".join(first.log)
    assert "EXECUTOR_CONSOLE_LIMIT" not in "".join(second.log)
    assert "--isolates" in "".join(second.log)


def ended(process):
    out, err = process.communicate(b"return 1", PATIENCE)
    return process.returncode, out, err


@pytest.mark.parametrize(
    "arguments", [("--version",), ("walk",), ("run", "-e", "\udcff"), ("run", "-")], ids=" ".join
)
def test_forked_command_ends_as_one_of_its_own_python(server, arguments):
    environment = {**os.environ, "EXECUTOR_ADDRESS": server.address}
    forked = popen_command(*arguments, env=environment)
    own = popen_command(*arguments, env={**environment, "PYTHONNODEBUGRANGES": "1"})
    assert [isinstance(process, Forked) for process in (forked, own)] == [True, False]
    assert ended(forked) == ended(own)


def test_command_whose_streams_are_no_pipes_starts_a_python_of_its_own():
    process = popen_command("--version", stdin=subprocess.DEVNULL)
    assert not isinstance(process, Forked)
    assert ended(process)[0] == 0


def test_what_python_reads_first_starts_a_python_of_its_own():
    now = dict(os.environ)
    assert nursery().suits(["--isolates=2"], {**now, "TZ": "Asia/Tokyo", "EXECUTOR_QUEUE": "3"})
    assert not nursery().suits([], {**now, "PYTHONWARNINGS": "error"})
    assert not nursery().suits([], {**now, "LD_PRELOAD": "none.so"})
    assert not nursery().suits(["--log-format=json"], now)
