"""The page of the HTTP door in real Chromium: one writes a block, runs it, and sees what came of it and where."""

import hashlib
import json
import subprocess

import pytest
from harness import NODE, PATIENCE
from test_page import BROWSER, PAGE, browser_environment, folder, needs_browser  # noqa: F401 - a fixture

DOOR = "--http-listen=127.0.0.1:0"
TOKEN = "a-person"

pytestmark = pytest.mark.slow


def tried(server, folder, *token):  # noqa: F811 - its value
    command = [NODE, PAGE / "try.mjs", BROWSER, f"http://{server.door}/", folder, *token]
    done = subprocess.run(
        command, env=browser_environment(), capture_output=True, text=True, timeout=2 * PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def worked(said):
    assert json.loads(said["good"]["result"]) == {"sum": 42}
    assert said["good"]["took"].startswith("ran ")
    assert said["console"] == "careful"
    assert said["bad"]["result"].startswith("TypeError: no 1\n")
    assert said["line"] == '2  throw new TypeError("no " + a)\n         ^'
    assert said["selected"] == 'new TypeError("no " + a)'
    assert said["refused"]["result"].startswith("invalid_argument: code is empty")
    assert (said["violations"], said["abroad"]) == ([], [])
    assert said["wider"] <= 0, "the page fits a phone"


@needs_browser
def test_block_is_tried_on_this_machine(start, folder):  # noqa: F811 - a fixture
    server = start("--isolates=2", DOOR).serving()
    said = tried(server, folder)
    worked(said)
    # What a browser says of a status that is none of success, once for the refusal.
    assert len(said["complaints"]) == 1
    server.stop()


@needs_browser
def test_block_is_tried_with_a_token(start, folder, tmp_path):  # noqa: F811 - a fixture
    tokens = tmp_path / "tokens"
    tokens.write_text(f"people sha256:{hashlib.sha256(TOKEN.encode()).hexdigest()} execute\n")
    tokens.chmod(0o600)
    server = start("--isolates=2", DOOR, f"--tokens={tokens}").serving()
    said = tried(server, folder, TOKEN)
    worked(said)
    assert said["stranger"]["result"].startswith("unauthenticated:")
    assert said["focus"] == "token"
    server.stop()
