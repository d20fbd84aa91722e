"""Recordings of runs: what the clients give, what the command line writes, and files that are none."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from harness import ServerProcess
from test_cli import execute

from executor.client import AsyncClient, Client, Deterministic, Recording, ScriptFailed
from executor.client import cli as exits

ASKED = Deterministic(2**64 - 1, datetime(2024, 2, 29, 12, 30, 15, 123000, UTC), "Europe/Berlin")
CODE = "console.log(Date()); return [Math.random(), (await fetch(input)).status]"


@pytest.fixture(scope="module")
def sending(upstream):
    server = ServerProcess(
        "--isolates=1", "--egress=listed", "--egress-allow=127.0.0.0/8:*", "--tz=Asia/Tokyo"
    )
    yield server.serving()
    server.stop()


@pytest.fixture(scope="module")
def desk():
    server = ServerProcess("--isolates=1", "--isolation=fork")
    yield server.serving()
    server.stop()


def test_run_is_recorded_by_one_client_and_replayed_by_the_other(sending, desk, upstream):
    with Client(sending.address) as client:
        first = client.execute(CODE, upstream.url, deterministic=ASKED, record_http=True)
    assert first.recording is not None
    recording = Recording.from_json(first.recording.to_json())
    assert recording == first.recording
    assert recording.deterministic == ASKED
    assert recording.is_of(CODE, json.dumps(upstream.url))

    async def again():
        async with AsyncClient(desk.address) as client:
            return await client.execute(
                CODE,
                upstream.url,
                deterministic=recording.deterministic,
                replay_http=recording,
                record_http=True,
            )

    second = asyncio.run(again())
    assert (second.result, second.console) == (first.result, first.console)
    assert second.recording == recording


def test_script_that_fails_has_its_recording(sending, upstream):
    with Client(sending.address) as client, pytest.raises(ScriptFailed) as caught:
        client.execute("await fetch(input); throw new Error('no')", upstream.url, record_http=True)
    recording = caught.value.execution.recording
    assert recording is not None
    assert recording.deterministic is None
    assert len(recording.http.exchanges) == 1


def test_call_that_asks_for_no_recording_has_none(desk):
    with Client(desk.address) as client:
        execution = client.execute("return 1")
    assert (execution.recording, execution.recording_refused) == (None, "")


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_seed_out_of_range_is_refused_before_it_is_sent(desk, seed):
    with Client(desk.address) as client, pytest.raises(ValueError, match="from 0 to 2\\^64 - 1"):
        client.execute("return 1", deterministic=Deterministic(seed, datetime.now(UTC)))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no recording"),
        ("[]", "no recording"),
        ('{"kind": "something else", "version": 1}', "no recording"),
        ("[" * 100_000, "no recording"),
        ('{"kind": "flow-executor recording", "version": 2}', "version 2, and this client reads version 1"),
        ('{"kind": "flow-executor recording", "version": 1}', "damaged"),
        ('{"kind": "flow-executor recording", "version": 1, "http": {"exchanges": 5}}', "damaged"),
        ('{"kind": "flow-executor recording", "version": 1, "http": {"none": 5}}', "damaged"),
        (
            '{"kind": "flow-executor recording", "version": 1, "http": {}, "deterministic": {"seed": "x"}}',
            "damaged",
        ),
        (
            '{"kind": "flow-executor recording", "version": 1, "http": {}, "deterministic": {"seed": "1"}}',
            "damaged: it does not say when the run began",
        ),
    ],
)
def test_file_that_is_no_recording_is_wrong_usage(desk, tmp_path, text, problem):
    path = tmp_path / "run.json"
    path.write_text(text)
    done = execute("run", "-e", "return 1", "--replay", path, "--address", desk.address)
    assert done.code == exits.EXIT_USAGE
    assert problem in done.err
    assert str(path) in done.err


def test_command_records_a_run_and_replays_it_elsewhere(sending, desk, upstream, tmp_path):
    path, script = tmp_path / "run.json", tmp_path / "script.js"
    script.write_text(CODE)
    asked = ("run", script, "--input", json.dumps(upstream.url), "--json")
    first = execute(*asked, "--record", path, "--address", sending.address)
    assert first.code == 0, first.err
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["deterministic"]["time_zone"] == "Asia/Tokyo"
    other = tmp_path / "again.json"
    second = execute(*asked, "--replay", path, "--record", other, "--address", desk.address)
    assert (second.code, second.err) == (0, "")
    assert [second.json[name] for name in ("result", "console")] == [
        first.json[name] for name in ("result", "console")
    ]
    recordings = [json.loads(each.read_text()) for each in (path, other)]
    assert recordings[0]["http"] == recordings[1]["http"]


def test_replay_of_another_script_says_so_and_runs(sending, desk, upstream, tmp_path):
    path = tmp_path / "run.json"
    assert execute("run", "-e", "return 1", "--record", path, "--address", sending.address).code == 0
    done = execute("run", "-e", "return 2", "--replay", path, "--address", desk.address)
    assert (done.code, done.out) == (0, "2\n")
    assert "is of another script or input" in done.err


def test_run_without_a_record_writes_nothing(start, upstream, tmp_path):
    server = start(
        "--isolates=1", "--egress=listed", "--egress-allow=127.0.0.0/8:*", "--max-record-bytes=1KiB"
    ).serving()
    path = tmp_path / "run.json"
    code = f"return (await (await fetch('{upstream.url}/big')).text()).length"
    done = execute("run", "-e", code, "--record", path, "--address", server.address)
    assert (done.code, done.out) == (exits.EXIT_UNAVAILABLE, "2000000\n")
    assert "over the limit of 1024 (--max-record-bytes)" in done.err
    assert not path.exists()


def test_record_that_cannot_be_written_is_told(desk, tmp_path):
    done = execute(
        "run", "-e", "return 1", "--record", tmp_path / "none" / "run.json", "--address", desk.address
    )
    assert done.code == exits.EXIT_USAGE
    assert "cannot write" in done.err
