"""The command `flow-executor`, also as `python -m executor`: `serve` is the server, all else its client."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command and returns its exit code. `arguments` are without the program's name.

    Each side imports only its own: a server spawns its zygote before it imports gRPC, and a client needs no pool.
    Raises `SystemExit` for `--help` and wrong arguments. A server ends the process itself (`leave`).
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["serve"]:
        from executor import server  # noqa: PLC0415 - see above

        server.leave(server.main(given[1:], program=f"{_typed_name()} serve"))
    from executor.client.cli import main as call  # noqa: PLC0415 - see above

    return call(given, program=_typed_name())


def _typed_name() -> str:
    """What a person would type again: the command, under whatever name, or Python and this package."""
    name = os.path.basename(sys.argv[0])
    return "python -m executor" if name == "__main__.py" else name


if __name__ == "__main__":
    sys.exit(main())
