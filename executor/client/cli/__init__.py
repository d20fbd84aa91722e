"""The client's command line: runs scripts on a server, and shows its warmup, status and health. `--help` tells how.

What a script returns goes to stdout; what it prints, and every complaint, goes to stderr, so that results can be
piped on. With `--json`, stdout has one JSON document whenever the server could be asked.

`entry` carries out a command that `arguments` has read: `run`, `map` or one of `state`'s. They read by `inputs` and
`credentials`, and write by `executions` (how a script ended), `tables` (how a server is) and `refusals` (why there is no
answer), all over `output`.
"""

from executor.client.cli.entry import main
from executor.client.cli.exits import (
    EXIT_BROKEN_PIPE,
    EXIT_CANNOT_CONNECT,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_SCRIPT_FAILED,
    EXIT_UNAVAILABLE,
    EXIT_USAGE,
)

__all__ = [
    "EXIT_BROKEN_PIPE",
    "EXIT_CANNOT_CONNECT",
    "EXIT_INTERRUPTED",
    "EXIT_OK",
    "EXIT_SCRIPT_FAILED",
    "EXIT_UNAVAILABLE",
    "EXIT_USAGE",
    "main",
]
