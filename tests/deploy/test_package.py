"""The wheel, as those who install it have it: no checkout, no Node, another user, nothing to write to."""

import json
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
from harness import PATIENCE, ROOT, SERVING, ServerProcess, eventually, zombies
from oldest import environment

from executor.formats.manifest import module_names
from executor.v1 import executor_pb2 as pb

# Of util-linux: starts a program as another user. 65534 is nobody's number on Linux.
NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs")
IS_ROOT = os.geteuid() == 0

# A wheel is built for the first, and for another all that it requires installed: a minute and more where all cores are busy.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(480)]


def build() -> dict[str, bytes]:
    """The bytes of the wheels, of server and client, by the command of the README."""
    subprocess.run(["make", "--no-print-directory", "wheel"], cwd=ROOT, check=True, capture_output=True)
    return {wheel.name: wheel.read_bytes() for wheel in (ROOT / "dist").glob("*.whl")}


@pytest.fixture(scope="module")
def wheel() -> Path:
    build()
    (built,) = (ROOT / "dist").glob("flow_executor-*.whl")
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


def test_wheels_are_the_same_byte_for_byte_when_built_again(wheel):
    before = {each.name: each.read_bytes() for each in wheel.parent.glob("*.whl")}
    assert len(before) == 2
    assert build() == before


def test_wheel_has_bundles_stubs_and_types_and_nothing_of_the_checkout(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "executor/bundled/licences.txt",
        "executor/bundled/manifest.json",
        "executor/bundled/pinyin.js",
        "executor/bundled/pinyin.bytecode",
        "executor/bundled/typescript/manifest.json",
        "executor/bundled/typescript/ts-blank-space.bytecode",
        "executor/bundled/typescript/ts-blank-space.js",
        "executor/v1/executor_pb2_grpc.py",
        "executor/isolate/crypto/operations.py",
        "executor/native/_dukpy.abi3.so",
        "executor/native/engine.json",
        "executor/native/licences.txt",
        "executor/native/native.json",
        "executor/native/native.so",
        "executor/py.typed",
    } <= names
    roots = {name.split("/")[0] for name in names}
    assert roots == {"executor", next(root for root in roots if root.endswith(".dist-info"))}
    assert not [name for name in names if "node_modules" in name or "test" in name]


def test_wheel_is_for_one_platform_and_any_python_and_says_what_engine_it_carries(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        engine = json.loads(archive.read("executor/native/engine.json"))
        materials = json.loads(archive.read(f"{info}/sboms/engine.cdx.json"))
        metadata = archive.read(f"{info}/METADATA").decode()
        tag = f"cp311-abi3-manylinux_{engine['libc'].replace('.', '_')}_{engine['machine']}"
        assert f"Tag: {tag}" in archive.read(f"{info}/WHEEL").decode()
        licences = archive.read(f"{info}/licenses/engine/dist/licences.txt").decode()
    assert wheel.name.endswith(f"-{tag}.whl")
    assert {(part["name"], part["version"]) for part in materials["components"]} == {
        ("quickjs-ng", engine["version"]),
        ("dukpy", engine["sources"]["dukpy"]),
    }
    said = {each["name"]: each["value"] for each in materials["metadata"]["component"]["properties"]}
    assert (said["engine:compiler"], said["engine:flags"]) == (engine["compiler"], engine["flags"])
    assert "License-File: engine/dist/licences.txt" in metadata
    assert "Alessandro Molina" in licences
    assert "Fabrice Bellard" in licences


def test_wheel_keeps_what_its_tag_promises(wheel):
    """By those who check wheels for the index: the C library's symbols, and Python's."""
    tools = ROOT / ".tools" / "wheel" / "bin"
    if not tools.exists():
        pytest.skip("make wheel-check installs auditwheel and abi3audit")
    shown = subprocess.run([tools / "auditwheel", "show", wheel], capture_output=True, text=True)
    tag = wheel.stem.rpartition("-")[2]
    assert f'"{tag}"' in " ".join(shown.stdout.split()), shown.stdout + shown.stderr
    audited = subprocess.run(
        [tools / "abi3audit", "--strict", "--report", wheel], capture_output=True, text=True
    )
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_installed_server_serves_as_another_user_from_a_tree_that_it_cannot_write(installed, tmp_path):
    prefix = AS_NOBODY if IS_ROOT else ()
    server = ServerProcess(
        "--isolates=2",
        program=(*prefix, str(installed / "flow-executor"), "serve"),
        root=Path("/"),
        environment=without_tools(PATH="/usr/bin:/bin"),
    )
    server.serving().all_ready()
    assert server.warmup_status().success_count == len(module_names())
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
    assert server.result("return 'erased' as string", language=pb.LANGUAGE_TYPESCRIPT) == "erased"
    server.stop()


@pytest.mark.parametrize("age", ["oldest", "newest"])
def test_server_serves_and_traces_with_the_oldest_and_the_newest_packages_that_it_takes(
    wheel, tmp_path, start, age
):
    commands = environment(tmp_path, wheel, age=age, extra="[otel]")
    server = start(
        *("--isolates=1", "--traces=otlp"),
        program=(str(commands / "flow-executor"), "serve"),
        root=Path("/"),
        environment=without_tools(PATH="/usr/bin:/bin", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9"),
    ).serving()
    assert server.result("return require('lodash').sum(input)", [1, 2]) == 3
    assert server.get("/metrics")[0] == 200


# Passes 100 descriptors of /dev/null into a socket that nobody reads, until its input ends.
UNREAD_DESCRIPTORS = """
import os, socket, sys
null = os.open(os.devnull, os.O_RDONLY)
sending, unread = socket.socketpair()
for _ in range(10):
    socket.send_fds(sending, [b"."], [null] * 10)
print("sent", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not IS_ROOT, reason="other servers of this user would have to wait as well")
def test_zygote_outlives_descriptors_that_others_of_its_user_do_not_take_up(installed):
    """The kernel counts descriptors on their way by user, and holds each sender to its own limit."""
    passing = [*AS_NOBODY, str(installed / "python"), "-c", UNREAD_DESCRIPTORS]
    with subprocess.Popen(passing, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"sent\n"
        server = ServerProcess(
            "--isolates=2",
            program=(*AS_NOBODY, str(installed / "flow-executor"), "serve"),
            root=Path("/"),
            environment=without_tools(PATH="/usr/bin:/bin"),
        ).listening()
        zygote = server.zygote()
        refused = "could not be passed on: Too many references"
        eventually(lambda: any(refused in line for line in server.log), "a fork that failed")
        assert server.check("liveness") == SERVING
        other.stdin.close()  # type: ignore[union-attr]
        server.serving().all_ready()
    assert server.zygote() == zygote
    eventually(lambda: not zombies(psutil.Process(server.process.pid)), "no zombie is left")
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
    eventually(lambda: not zombies(first), "no zombie is left")
    family = server.family()
    first.send_signal(signal.SIGTERM)
    assert server.wait() == 0, server.log
    eventually(lambda: not [process for process in family if process.is_running()], "no process is left")
    server.stop()
