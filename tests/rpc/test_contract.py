"""The proto as callers have it: what would break them is noticed, what is only added is not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from harness import ROOT

BUF = Path(sys.executable).parent / "buf"


@pytest.fixture
def broken_by(tmp_path):
    """What `make proto-check` says of the proto with one text replaced; empty where it breaks nobody."""
    shutil.copy(ROOT / "buf.yaml", tmp_path)
    shutil.copytree(ROOT / "protos", tmp_path / "protos")
    proto = tmp_path / "protos" / "executor" / "v1" / "executor.proto"

    def check(text, replacement):
        source = proto.read_text()
        assert source.count(text) == 1
        proto.write_text(source.replace(text, replacement))
        command = [BUF, "breaking", "--against", ROOT / "protos" / "executor.binpb"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode in (0, 100), done.stderr
        return done.stdout

    return check


def test_proto_breaks_nobody_who_has_the_contract(broken_by):
    assert broken_by('syntax = "proto3";', 'syntax = "proto3";') == ""


@pytest.mark.parametrize(
    ("text", "replacement", "words"),
    [
        ("int64 max_code_bytes = 1;", "int64 max_code_size = 1;", 'changed name from "max_code_bytes"'),
        (
            "int64 max_code_bytes = 1;",
            "int64 max_code_bytes = 90;",
            '"max_code_bytes" on message "Limits" was deleted',
        ),
        ("int64 max_code_bytes = 1;", "string max_code_bytes = 1;", "changed type"),
        ('option java_package = "executor.v1";', 'option java_package = "v1";', "java_package"),
    ],
)
def test_change_that_breaks_callers_is_noticed(broken_by, text, replacement, words):
    assert words in broken_by(text, replacement)


def test_field_that_is_added_breaks_nobody(broken_by):
    added = "int64 max_code_bytes = 1;\n  // More.\n  int64 more_count = 90;"
    assert broken_by("int64 max_code_bytes = 1;", added) == ""
