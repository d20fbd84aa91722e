"""The OpenAPI document of the HTTP door: made from the proto, valid, and true of what the door answers."""

import json
import runpy
import subprocess
from pathlib import Path

import pytest
from harness import PATIENCE, ROOT, ServerProcess
from test_door import run, send

PLUGIN = ROOT / ".tools" / "go" / "protoc-gen-openapiv2"
CHECKER = ROOT / ".tools" / "manifests" / "bin" / "python"

_VALIDATE = """
import json, sys
from openapi_spec_validator import OpenAPIV2SpecValidator
OpenAPIV2SpecValidator(json.load(sys.stdin)).validate()
"""
# A document, a definition's name and a value: whether the value is one, fields that the definition lacks being none.
_CHECK = """
import json, sys
from jsonschema import Draft4Validator
document, name, value = json.load(sys.stdin)
schema = {**document["definitions"][name], "definitions": document["definitions"], "additionalProperties": False}
Draft4Validator(schema).validate(value)
"""

needs_checker = pytest.mark.skipif(not CHECKER.exists(), reason="needs what checks manifests: make test")


def checked(program, value):
    done = subprocess.run(
        [CHECKER, "-c", program], input=json.dumps(value), capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def shared():
    server = ServerProcess("--isolates=1", "--http-listen=127.0.0.1:0").serving()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def document(shared):
    answer = send(shared, path="/openapi.json", method="GET")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    return answer.json


@pytest.mark.skipif(not PLUGIN.exists(), reason="needs Go: make openapi")
def test_document_is_made_from_the_proto():
    made = runpy.run_path(str(ROOT / "docs" / "openapi.py"))
    path: Path = made["DOCUMENT"]
    assert path.read_text() == made["document"](PLUGIN), f"{path} is out of date: run make openapi"


@needs_checker
def test_document_is_valid(document):
    checked(_VALIDATE, document)


@needs_checker
def test_answers_are_what_the_document_says(shared, document):
    results = {
        "executor.v1.ExecuteResponse": run(
            shared, "console.log(1); throw new Error('no', { cause: new Error('why') })"
        ),
        "connect.Error": run(shared, ""),
    }
    for name in ("WarmupStatus", "ServerStatus"):
        results[f"executor.v1.{name}Response"] = send(shared, "{}", f"/executor.v1.ExecutorService/{name}")
    for name, answer in results.items():
        checked(_CHECK, [document, name, answer.json])


def test_every_path_is_served(shared, document):
    for path in document["paths"]:
        assert send(shared, "{}", path).status != 404
    assert len(document["paths"]) == 4
