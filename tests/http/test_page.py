"""The page on the admin port in real Chromium: it shows what happens while it is looked at, and everybody can read it."""

import json
import os
import platform
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from harness import NODE, PATIENCE, ROOT, ServerProcess, eventually, replace_module

CHROMIUM = ROOT / ".tools" / "debian" / "chromium"
BROWSER = CHROMIUM / "usr" / "lib" / "chromium" / "chromium"
PAGE = ROOT / "tests" / "page"
WAITS = "await new Promise(done => setTimeout(done, 1e9))"
SECRET = "hunter2"

pytestmark = pytest.mark.slow
needs_browser = pytest.mark.skipif(not BROWSER.exists(), reason="needs Chromium: make screenshots (Debian)")


@pytest.fixture
def folder(tmp_path) -> Path:
    """Where pictures go: with `make screenshots` those of the documents."""
    return Path(os.environ.get("PAGE_SCREENSHOTS") or tmp_path)


def browser_environment() -> dict[str, str]:
    libraries = CHROMIUM / "usr" / "lib" / f"{platform.machine()}-linux-gnu"
    return {**os.environ, "LD_LIBRARY_PATH": f"{libraries}:{libraries / 'pulseaudio'}"}


class Visit:
    """A browser on the page of a server."""

    def __init__(self, server: ServerProcess, folder: Path, name: str, *more: str) -> None:
        self._process = subprocess.Popen(
            [NODE, PAGE / "visit.mjs", BROWSER, f"http://{server.admin}/", folder, name, *more],
            env=browser_environment(),
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # After a failure it still runs; Chromium ends with the pipe to it.
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def until(self, what: str) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if said["at"] == what:
                return said
        raise AssertionError(f"the browser ended before it said {what!r}")

    def end(self) -> None:
        """Nothing was complained about, and nothing was asked of others."""
        said = self.until("end")
        assert self._process.wait(PATIENCE) == 0
        # What the browser says of a server that is gone.
        complaints = [each for each in said["complaints"] if "net::ERR_" not in each]
        assert (complaints, said["abroad"]) == ([], [])


def looked_well(said: dict[str, Any], folder: Path, name: str) -> None:
    assert said["violations"] == []
    assert said["wider"] <= 0, "the page fits a phone"
    for kind in ("light", "dark", "narrow"):
        # A blank page of this size is smaller.
        assert (folder / f"page-{name}-{kind}.png").stat().st_size > 15_000


@needs_browser
def test_page_shows_what_happens_while_it_is_looked_at(start, folder):
    server = start("--isolates=8", "--lame-duck=20s").serving().all_ready()

    def samples():
        return len(json.loads(server.get("/status.json")[1])["samples"])

    while (seen := samples()) < 10:
        for number in range(20):
            server.result("return require('lodash').sum(input)", [number, 1])
        server.execute("throw new Error('for the charts')")
        eventually(lambda seen=seen: samples() > seen, "the next second")
    with Visit(server, folder, "serving", "watch") as visit:
        loaded = visit.until("loaded")
        assert loaded["cells"] == 8
        assert "seen-on-the-page" not in loaded["failures"]
        server.error(f"throw new Error('{SECRET}')", SECRET, execution_id="seen-on-the-page")
        call = server.start_execute(WAITS, timeout=50.0)
        live = visit.until("live")
        assert "thrown" in live["failures"]
        assert SECRET not in live["failures"]
        assert "1 running" in live["isolates"]
        assert re.search(r"MB: .*server .*MB, isolates .*MB", live["memory"])
        assert "/s at most" in live["charts"]
        # One error in each second above, and this one: they are counted, not listed.
        assert re.search(r"thrown × \d+", live["failures"])
        looked = visit.until("looked")
        looked_well(looked, folder, "serving")
        assert looked["focus"] == "scroll"
        call.cancel()
        server.signal(signal.SIGTERM)
        assert "NOT_SERVING" in visit.until("draining")["state"]
        # The second ends the lame duck.
        server.signal(signal.SIGTERM)
        assert server.wait() == 0
        assert "last heard at " in visit.until("gone")["state"]
        visit.end()


@needs_browser
def test_failed_warmup_is_shown_with_its_module_and_error(start, bundles, folder):
    replace_module(bundles, "qs", "throw new Error('broken on purpose')")
    server = start(f"--modules={bundles}", "--warmup-failure=hold", "--isolates=8").listening()
    eventually(lambda: server.warmup_status().failed_module == "qs", "the warmup failed")
    with Visit(server, folder, "failed") as visit:
        looked = visit.until("looked")
        assert "qs did not load" in looked["warmup"]
        assert "broken on purpose" in looked["warmup"]
        assert "warmup failed" in looked["state"]
        looked_well(looked, folder, "failed")
        visit.end()


@pytest.fixture
def saturated(start) -> Iterator[ServerProcess]:
    """Every isolate is busy, and jobs wait."""
    server = start("--isolates=64", "--queue=128", "--queue-timeout=60s").serving().all_ready()
    calls = [server.start_execute(WAITS, timeout=50.0) for _ in range(90)]
    eventually(lambda: server.metrics()["executor_queue_length"] > 0, "jobs wait")
    yield server
    for call in calls:
        call.cancel()


@needs_browser
def test_busy_server_shows_its_slots_and_its_queue(saturated, folder):
    with Visit(saturated, folder, "saturated") as visit:
        looked = visit.until("looked")
        assert "SERVING" in looked["state"]
        looked_well(looked, folder, "saturated")
        visit.end()


def test_page_is_for_browsers_and_the_list_for_all_others(server):
    assert server.get("/", Accept="text/html,*/*")[1].startswith("<!doctype html>")
    assert server.get("/")[1].startswith("flow-executor\n")


def test_status_has_no_code_input_output_or_error_text(server):
    for code in (
        f"console.log('{SECRET}'); throw new Error('{SECRET}')",
        f"return '{SECRET}'",
        f"return '{SECRET}",
    ):
        server.execute(code, SECRET, execution_id="secret-test")
    status = server.get("/status.json")[1]
    assert SECRET not in status
    assert [failure["kind"] for failure in json.loads(status)["failures"][:2]] == ["syntax", "thrown"]
