"""What every command writes with: lines on stderr, a terminal on stdout, one JSON document."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

from google.protobuf import duration_pb2, message, timestamp_pb2
from rich.console import Console
from rich.text import Text

from executor.v1 import executor_pb2 as pb

# For output that is no terminal: wide enough that no table wraps.
_PIPE_WIDTH = 200


def terminal() -> Console:
    """Stdout, as it is: nothing in what is printed is taken for markup."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def complain(text: str) -> None:
    """One line on stderr."""
    say(Console(stderr=True), f"executor: {text}", "red")


def say(terminal: Console, text: str, style: str) -> None:
    """Writes lines to stderr: styled for people, as they are for files, where rich would expand tabs."""
    try:
        if terminal.is_terminal:
            terminal.print(Text(text, style), soft_wrap=True)
        else:
            print(text, file=sys.stderr)
    except OSError:
        # Nobody hears it (a full disk); results go on.
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Lets what is in its buffer go, and all that comes: it would fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(document: Any) -> None:
    """On stdout, for programs."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def plain(value: message.Message) -> Any:
    """A message for `json.dumps`: names as in the proto, states by name, numbers as numbers, durations in seconds.

    `google.protobuf.json_format` writes 64-bit integers as strings, which every reader would have to undo.
    """
    fields: dict[str, Any] = {}
    for field in value.DESCRIPTOR.fields:
        content = getattr(value, field.name)
        if isinstance(content, duration_pb2.Duration):
            fields[f"{field.name}_seconds"] = content.ToNanoseconds() / 1e9
        elif isinstance(content, timestamp_pb2.Timestamp):
            fields[field.name] = content.ToJsonString()
        elif isinstance(content, message.Message):
            fields[field.name] = plain(content)
        elif field.enum_type is not None:
            fields[field.name] = state_name(content)
        elif isinstance(content, str | int | float):
            fields[field.name] = content
        else:
            fields[field.name] = [plain(x) if isinstance(x, message.Message) else x for x in content]
    return fields


def state_name(state: pb.WarmupState) -> str:
    """As in `COMPLETED`."""
    return pb.WarmupState.Name(state).removeprefix("WARMUP_STATE_")
