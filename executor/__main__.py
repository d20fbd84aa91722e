"""The command `flow-executor`, also as `python -m executor`: `serve` is the server, all else its client."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command and returns its exit code. `arguments` are without the program's name.

    Each side imports only its own: a server spawns its zygote before it imports gRPC, and a client needs no pool.
    Raises `SystemExit` for `--help` and wrong arguments.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["serve"]:
        from executor.server import main as serve  # noqa: PLC0415 - see above

        return serve(given[1:])
    from executor.cli import main as call  # noqa: PLC0415 - see above

    return call(given)


if __name__ == "__main__":
    sys.exit(main())
