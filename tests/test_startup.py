"""The start of a server: what takes longest begins first, and nothing is done twice or at each start that set-up has done."""

import os
import re
import subprocess
import sys
from pathlib import Path

from harness import PATIENCE, ROOT, eventually

# The most that a server may have read when its zygote is there: the loop, gRPC and the HTTP library come later.
LATER = ("asyncio", "uvloop", "grpc", "aiohttp", "prometheus_client", "google.protobuf")
IMPORTED_BY_THEN = """
import sys
sys.path.insert(0, sys.argv[1])
from executor import server
class Spawned(Exception):
    pass
def spawn(options):
    raise Spawned
server.spawning.spawn = spawn
try:
    server.main(["--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"])
except Spawned:
    print(*sorted(sys.modules))
"""


def test_server_compiles_no_source_that_set_up_has_compiled(start, tmp_path):
    """Nor does its zygote, nor what that starts. Kept in a place of its own, where no other test has compiled anything."""
    kept = {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", "from executor import server; server.import_all()"],
        cwd=ROOT,
        env={**os.environ, **kept, "PYTHONDONTWRITEBYTECODE": ""},
        check=True,
    )
    server = start(environment={**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONVERBOSE": "1"}).serving()
    server.stop()
    # Several processes write these lines, so one may end in another's.
    read = re.findall(r"# code object from ('\S+\.pyc'|\S+)", "\n".join(server.log))
    kept_ones = {Path(name.strip("'")).name.partition(".")[0] for name in read if name.endswith(".pyc'")}
    assert {"serving", "zygote", "pyseccomp"} <= kept_ones
    # The standard library is compiled where Python was installed.
    compiled = [name for name in read if not name.endswith(".pyc'")]
    assert [name for name in compiled if str(ROOT) in name or "site-packages" in name] == []


def test_zygote_is_spawned_before_what_it_does_not_need_is_imported():
    told = subprocess.run(
        [sys.executable, "-c", IMPORTED_BY_THEN, str(ROOT)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    imported = told.stdout.split()
    assert "executor.pool.spawning" in imported
    assert [name for name in LATER if name in imported] == []


def test_zygote_that_cannot_be_spawned_ahead_is_spawned_later(start):
    """The pool tries again: here the first time there is no place for a process."""
    once = (
        "import sys; sys.path.insert(0, sys.argv[1]); from executor.pool import spawning\n"
        "spawn, tried = spawning.start_process, []\n"
        "def failing(descriptor, options):\n"
        "    tried.append(descriptor)\n"
        "    if len(tried) == 1: raise BlockingIOError(11, 'no process')\n"
        "    return spawn(descriptor, options)\n"
        "spawning.start_process = failing\n"
        "from executor.server import main\n"
        "sys.exit(main(sys.argv[2:]))\n"
    )
    server = start(program=(sys.executable, "-c", once, str(ROOT))).serving()
    assert server.result("return 1") == 1
    assert server.warmup_status().generation == 1


def test_nothing_but_the_zygote_and_isolates_is_left_of_a_start(start):
    """The process that compiled the filters is gone, with its pipe."""
    server = start("--isolates=2").serving().all_ready()
    zygote = server.zygote()
    eventually(lambda: zygote.children() == [], "the zygote has no child of its own")
