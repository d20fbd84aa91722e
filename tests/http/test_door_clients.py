"""The HTTP door for clients that others wrote: curl, buf's, and connect-es in Node, which speaks gRPC-Web, too."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from harness import NODE, PATIENCE, ROOT, ServerProcess

SERVICE = "executor.v1.ExecutorService"
BUF = Path(sys.executable).parent / "buf"


@pytest.fixture(scope="module")
def url():
    server = ServerProcess("--isolates=2", "--http-listen=127.0.0.1:0").serving()
    yield f"http://{server.door}"
    server.stop()


def said(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)


def test_curl_as_the_docs_write_it(url):
    request = ("-d", '{"code":"return 1"}', "-H", "content-type: application/json")
    done = said("curl", "--silent", "--fail", *request, f"{url}/{SERVICE}/Execute")
    assert json.loads(done.stdout)["resultJson"] == "1"


def test_buf_curl(url):
    buf = (str(BUF), "curl", "--schema", "protos", f"{url}/{SERVICE}/Execute")
    assert json.loads(said(*buf, "-d", '{"code":"return 1 + 1"}').stdout)["resultJson"] == "2"
    refused = said(*buf, "-d", '{"code":""}')
    assert refused.returncode != 0
    assert json.loads(refused.stderr)["details"][0]["debug"]["reason"] == "EMPTY_CODE"


@pytest.mark.parametrize("form", ["json", "binary"])
@pytest.mark.parametrize("protocol", ["connect", "grpc-web"])
def test_connect_es(url, protocol, form):
    client = (str(NODE), "tests/clients/node/connect.mjs", url, protocol, form)
    assert json.loads(said(*client, '{"code":"return [1, \'ü\']"}').stdout) == {"resultJson": '[1,"ü"]'}
    refused = json.loads(said(*client, '{"code":" "}').stdout)
    assert refused["code"] == "InvalidArgument"
    assert "code is empty" in refused["message"]
