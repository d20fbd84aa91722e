"""The real `grpc_health_probe`: its exit code for each health name, in every state of a server."""

import re
import subprocess

import pytest
from harness import ROOT
from probes import EXPECTED, LIVES, PROBE, TEXTS, expected, probe

needs_probe = pytest.mark.skipif(not PROBE.exists(), reason="needs Go 1.26 or later: make tools")


@needs_probe
@pytest.mark.slow
@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.__name__)
def test_probe_tells_each_state_by_its_exit_code(start, tmp_path, life):
    for reach in life(start, tmp_path):
        answers = probe(reach)
        assert {name: answer.code for name, answer in answers.items()} == expected(reach.state), reach.state
        for answer in answers.values():
            assert TEXTS[answer.code] in answer.text


@needs_probe
def test_probe_without_an_address_is_wrong_usage():
    done = subprocess.run([PROBE], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "error: -addr not specified\n")


def test_table_of_the_document_is_what_the_probe_is_expected_to_say():
    text = (ROOT / "docs" / "health.md").read_text()
    rows = re.findall(r"^\| ([^|]+?) \| (\d) [^|]*\| (\d) [^|]*\| (\d) [^|]*\|", text, re.MULTILINE)
    assert {state: tuple(map(int, codes)) for state, *codes in rows} == EXPECTED
