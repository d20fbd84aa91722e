"""The wheel, as those who install it have it: no checkout, no Node, another user, nothing to write to."""

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from harness import PATIENCE, ROOT, ServerProcess, eventually

# Of util-linux: starts a program as another user. 65534 is nobody's number on Linux.
NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs")
IS_ROOT = os.geteuid() == 0

pytestmark = pytest.mark.slow


def build() -> bytes:
    """The wheel's bytes, by the command of the README."""
    subprocess.run(["make", "--no-print-directory", "wheel"], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    return wheel.read_bytes()


@pytest.fixture(scope="module")
def wheel() -> Path:
    build()
    (built,) = (ROOT / "dist").glob("*.whl")
    return built


def python_for_nobody() -> str:
    """A Python that another user may start: one below /root is root's alone."""
    # From Python once more: what setpriv itself starts still has root's rights to look into folders.
    again = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
    for candidate in (sys.executable, "/usr/bin/python3"):
        python = os.path.realpath(candidate)
        probe = [python, "-c", f"{again}; sys.exit(sys.version_info < (3, 11))"]
        if (
            os.path.exists(python)
            and not subprocess.run([*AS_NOBODY, *probe], capture_output=True).returncode
        ):
            return python
    pytest.skip("there is no Python of 3.11 or later here that another user may start")


@pytest.fixture(scope="module")
def installed(wheel) -> Iterator[Path]:
    """A clean environment with the pinned requirements and the wheel, readable by all and writable by none but root."""
    # Not under pytest's own folder, which only its user may enter.
    folder = Path("/tmp") / f"flow-executor-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        python = python_for_nobody() if IS_ROOT else sys.executable
        environment = folder / "venv"
        subprocess.run([python, "-m", "venv", "--without-pip", environment], check=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            f"--python={environment / 'bin' / 'python'}",
            "install",
            "--quiet",
        ]
        pip.append("--disable-pip-version-check")
        subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.txt"], check=True)
        subprocess.run([*pip, "--no-deps", wheel], check=True)
        subprocess.run(["chmod", "-R", "a+rX,a-w", folder], check=True)
        yield environment / "bin"
    finally:
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
        shutil.rmtree(folder)


def without_tools(**more: str) -> dict[str, str]:
    """No Node, no make, no home."""
    return {"PATH": "/usr/sbin:/sbin", "HOME": "/nonexistent", **more}


def test_wheel_is_the_same_byte_for_byte_when_built_again(wheel):
    before = wheel.read_bytes()
    assert build() == before


def test_wheel_has_bundles_stubs_and_types_and_nothing_of_the_checkout(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "executor/bundled/licences.txt",
        "executor/bundled/manifest.json",
        "executor/bundled/pinyin.js",
        "executor/bundled/pinyin.bytecode",
        "executor/v1/executor_pb2_grpc.py",
        "executor/crypto/operations.py",
        "executor/py.typed",
    } <= names
    roots = {name.split("/")[0] for name in names}
    assert roots == {"executor", next(root for root in roots if root.endswith(".dist-info"))}
    assert not [name for name in names if "node_modules" in name or "test" in name]


def test_installed_server_serves_as_another_user_from_a_tree_that_it_cannot_write(installed, tmp_path):
    prefix = AS_NOBODY if IS_ROOT else ()
    server = ServerProcess(
        "--isolates=2",
        program=(*prefix, str(installed / "flow-executor"), "serve"),
        root=Path("/"),
        environment=without_tools(PATH="/usr/bin:/bin"),
    )
    server.serving().all_ready()
    assert server.warmup_status().success_count == 7
    assert {process.uids().effective for process in server.family()} == {NOBODY if IS_ROOT else os.geteuid()}
    script = tmp_path / "names.js"
    script.write_text("return require('pinyin').pinyin(input, { style: 'normal' }).flat().join(' ')")
    ran = subprocess.run(
        [installed / "flow-executor", "run", script, "--input", '"你好"', "--address", server.address],
        cwd="/",
        env=without_tools(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, '"ni hao"\n', "")
    server.stop()


def test_installed_command_says_its_commands_and_settings(installed):
    def shown(*arguments: str) -> str:
        command = [installed / "flow-executor", *arguments, "--help"]
        return subprocess.run(command, env=without_tools(), check=True, capture_output=True, text=True).stdout

    assert "serve" in shown()
    assert "--affinity-isolates" in shown("serve")
    assert "--input" in shown("run")


# In a mount namespace of its own: nothing is writable any more, temporary folders included. Ends with 99 where something is.
READ_ONLY = """
for mount in $(awk '{ print $2 }' /proc/self/mounts | sort -u); do
    case $mount in /proc*|/sys*) ;; *) mount -o remount,bind,ro "$mount" || true ;; esac
done
for folder in / /tmp /var/tmp /dev/shm; do
    file=$folder/flow-executor-$$
    if (: >"$file") 2>/dev/null; then rm "$file"; echo "$folder can be written to" >&2; exit 99; fi
done
exec "$@"
"""


@pytest.mark.skipif(not IS_ROOT, reason="only root may make a namespace of mounts here")
def test_server_keeps_its_sandbox_and_needs_no_place_to_write_to_in_a_restricted_pod(installed):
    """As deploy/kubernetes runs it: a read-only root without volumes, another user, no capabilities, no new privileges."""
    server = ServerProcess(
        *("--isolates=2", "--egress=listed", "--egress-allow=127.0.0.1:*"),
        program=(
            *("unshare", "--mount", "--propagation=private", "--", "sh", "-c", READ_ONLY, "sh"),
            *(*AS_NOBODY, "--bounding-set=-all", "--inh-caps=-all"),
            *(str(installed / "flow-executor"), "serve"),
        ),
        root=Path("/"),
        environment=without_tools(PATH="/usr/bin:/bin"),
    )
    server.serving().all_ready()
    assert server.warmup_status().sandbox_level == "seccomp"
    fetched = server.result("return (await fetch(input)).text()", f"http://{server.admin}/livez")
    assert fetched == "ok\n"
    for page in ("/", "/metrics", "/flow/health", "/readyz"):
        assert server.get(page)[0] == 200, page
    server.stop()


@pytest.mark.skipif(not IS_ROOT, reason="only root may make a namespace of processes here")
def test_server_as_the_first_process_reaps_isolates_and_ends_at_sigterm(installed):
    """As an image's ENTRYPOINT, without an init: process 1 has no default for SIGTERM, and inherits orphans."""
    server = ServerProcess(
        "--isolates=2",
        program=(
            *("unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "--"),
            *(*AS_NOBODY, str(installed / "flow-executor"), "serve"),
        ),
        root=Path("/"),
        environment=without_tools(PATH="/usr/bin:/bin"),
    )
    server.serving()
    first = psutil.Process(server.process.pid).children()[0]
    for number in range(20):
        assert server.result("return input", number) == number
    server.all_ready()
    assert not [child for child in first.children() if child.status() == psutil.STATUS_ZOMBIE]
    family = server.family()
    first.send_signal(signal.SIGTERM)
    assert server.wait() == 0, server.log
    eventually(lambda: not [process for process in family if process.is_running()], "no process is left")
    server.stop()
