"""--tz: the zone that scripts live in, wherever the server runs; and Date there is Node's Date."""

import json
import os
import subprocess
import sys

import pytest
from harness import NODE, PATIENCE, ROOT

from executor.formats import zones
from executor.settings import EXIT_SETTINGS

CORPUS = ROOT / "tests" / "corpus" / "timezone"
# Days of clock change in spring and in autumn, half an hour of it, on both sides of Greenwich, long gone, and never.
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai", "Asia/Kathmandu")
# Where the machine has no zone files: a directory that is not there.
NO_FILES = {"PYTHONTZPATH": "/nonexistent"}


def in_node(script, zone):
    finished = subprocess.run(
        [NODE, "tests/node_runner.mjs", script],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return json.loads(json.loads(finished.stdout)["result"])


def differences(ours, node):
    """The first few keys that differ, each with both answers."""
    keys = [key for key in {**node, **ours} if ours.get(key) != node.get(key)]
    return {key: (ours.get(key), node.get(key)) for key in keys[:5]}


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_dates_of_a_zone_are_those_of_node(start, zone):
    server = start("--isolates=2", f"--tz={zone}").serving()
    for script in sorted(CORPUS.glob("*.js")):
        ours = server.result(script.read_text())
        assert len(ours) > 100
        assert differences(ours, in_node(script, zone)) == {}, script.name


def test_script_is_in_utc_whatever_zone_the_server_runs_in(start):
    server = start("--isolates=1", environment={"TZ": "Asia/Tokyo"}).serving()
    code = """
    const date = new Date(2024, 6, 1, 12);
    return [date.toISOString(), date.getTimezoneOffset(), String(date), new Intl.DateTimeFormat().resolvedOptions().timeZone];
    """
    text = "Mon Jul 01 2024 12:00:00 GMT+0000 (Coordinated Universal Time)"
    assert server.result(code) == ["2024-07-01T12:00:00.000Z", 0, text, "UTC"]


def test_zone_is_known_where_the_machine_has_no_zone_files_and_the_servers_own_time_stays(start):
    environment = {**NO_FILES, "EXECUTOR_TZ": "Asia/Shanghai", "TZ": "UTC"}
    server = start("--isolates=1", environment=environment).serving()
    code = "return [new Date(0).getHours(), new Date(0).toLocaleTimeString(), Intl.DateTimeFormat().resolvedOptions().timeZone]"
    assert server.result(code) == [8, "8:00:00 AM", "Asia/Shanghai"]
    timestamp = json.loads(server.get("/flow/health")[1])["timestamp"]
    assert timestamp.endswith("Z")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Asia/Shangai", "did you mean Asia/Shanghai?"),
        ("../../etc/passwd", "no such zone is known"),
        ("/usr/share/zoneinfo/UTC", "no such zone is known"),
        ("tzdata.zi", "no such zone is known"),
        ("CST-8", "no such zone is known"),
        ("Europe", "no such zone is known"),
    ],
)
def test_unknown_zone_ends_the_server_before_it_starts(name, hint):
    finished = subprocess.run(
        [sys.executable, "server.py", f"--tz={name}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert finished.returncode == EXIT_SETTINGS
    assert f"--tz is {name}" in finished.stderr
    assert hint in finished.stderr


def test_zone_files_come_from_the_package_and_utc_needs_none(monkeypatch):
    path = zones.find("Europe/Berlin")
    assert path is not None
    assert "tzdata" in path.parts
    monkeypatch.setattr(zones, "_directories", lambda: iter(()))
    assert zones.find("Europe/Berlin") is None
    assert zones.posix("UTC") == "UTC0"
    with pytest.raises(LookupError):
        zones.posix("Europe/Berlin")
