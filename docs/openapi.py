"""Makes executor/http/openapi.json from the proto: what the HTTP door serves, for those who speak OpenAPI.

python docs/openapi.py PLUGIN    (make openapi)

The document is grpc-gateway's (PLUGIN is its protoc-gen-openapiv2), whose paths for methods without an annotation are those of
the Connect protocol. Here it loses what the door does not serve, and gets what is Connect's: errors, the token, the time limit.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "executor" / "http" / "openapi.json"
PROTO = "executor/v1/executor.proto"
OPTIONS = "generate_unbound_methods=true,disable_default_errors=true,openapi_naming_strategy=fqn"
STREAMS = ("/executor.v1.ExecutorService/ExecuteBatch", "/executor.v1.ExecutorService/Converse")

_ERROR = {
    "type": "object",
    "description": "Why the service could not run it (how a script ended is a value, with status 200).",
    "required": ["code"],
    "properties": {
        "code": {
            "type": "string",
            "description": "Connect's name of the status, such as `resource_exhausted`.",
        },
        "message": {
            "type": "string",
            "description": "What happened, the limit and the actual value, what to do.",
        },
        "details": {
            "type": "array",
            "description": "A google.rpc.ErrorInfo with the reason and, where a retry helps, a google.rpc.RetryInfo.",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"type": "string", "description": "Full name of the message."},
                    "value": {
                        "type": "string",
                        "description": "The message in binary, as Base64 without padding.",
                    },
                    "debug": {"type": "object", "description": "The message as JSON."},
                },
            },
        },
    },
}
_TIMEOUT = {
    "name": "Connect-Timeout-Ms",
    "in": "header",
    "type": "integer",
    "required": False,
    "description": "The call's deadline: milliseconds, in at most ten digits.",
}


def generated(plugin: Path) -> dict[str, Any]:
    """As the plugin makes it."""
    with tempfile.TemporaryDirectory() as directory:
        command = [
            *(sys.executable, "-m", "grpc_tools.protoc", "-I", "protos"),
            f"--plugin=protoc-gen-openapiv2={plugin}",
            f"--openapiv2_out={directory}",
            f"--openapiv2_opt={OPTIONS}",
            PROTO,
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        (made,) = Path(directory).rglob("*.swagger.json")
        document: dict[str, Any] = json.loads(made.read_text())
    return document


def document(plugin: Path) -> str:
    """What the door serves."""
    made = generated(plugin)
    made["info"] |= {"title": "executor.v1.ExecutorService", "version": "v1"}
    for path in STREAMS:
        del made["paths"][path]
    made["definitions"]["connect.Error"] = _ERROR
    made["securityDefinitions"] = {
        "token": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Bearer TOKEN`"}
    }
    # Either, as the server asks for a token or not.
    made["security"] = [{}, {"token": []}]
    for path in made["paths"].values():
        call = path["post"]
        call["parameters"].append(_TIMEOUT)
        call["responses"]["default"] = {
            "description": "Refused.",
            "schema": {"$ref": "#/definitions/connect.Error"},
        }
    _drop_unused(made)
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _drop_unused(made: dict[str, Any]) -> None:
    """Definitions that nothing refers to, and then those that only these did."""
    while True:
        text = json.dumps([made["paths"], made["definitions"]])
        unused = [name for name in made["definitions"] if f'"#/definitions/{name}"' not in text]
        if not unused:
            return
        for name in unused:
            del made["definitions"][name]


if __name__ == "__main__":
    DOCUMENT.write_text(document(Path(sys.argv[1]).resolve()))
