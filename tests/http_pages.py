"""The pages of HTTP behaviours in tests/http: each is one script with a case per key, run here and in Node against the
same server.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from harness import NODE, PATIENCE, ROOT, ServerProcess
from web_server import WebServer

_PAGES = ROOT / "tests" / "http"
_CASE = re.compile(r"^  async '(.+)'\(\) \{$", re.MULTILINE)


def case_names(page: str) -> list[str]:
    """The names of a page's cases, in their order."""
    return _CASE.findall(_source(page).read_text())


def run_page(
    page: str, server: ServerProcess, web: WebServer, scratch: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What each case of a page gives in Node, and what here. `scratch` is a directory for the input's file."""
    value = {"url": web.url, "other": web.other, "closed": web.closed}
    here = server.result(_source(page).read_text(), value)
    # After the run here, so that Node and the server do not share the processors.
    input_file = scratch / f"{page}.json"
    input_file.write_text(json.dumps(value))
    command = [NODE, "tests/node_runner.mjs", str(_source(page)), str(input_file)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True)
    node = json.loads(json.loads(finished.stdout)["result"])
    broken = {name: case for name, case in node.items() if isinstance(case, dict) and "threw" in case}
    assert not broken, f"cases that end in an error even in Node show nothing: {broken}"
    return node, here


def _source(page: str) -> Path:
    return _PAGES / f"{page}.js"
