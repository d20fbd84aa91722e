"""Exit codes of the commands, and the error that ends one which was given wrongly."""

from __future__ import annotations

from typing import Final

# The script returned, or the server is ready.
EXIT_OK: Final = 0
# The script ran and has no result: it threw, ran out of time or memory, or does not parse.
EXIT_SCRIPT_FAILED: Final = 1
# Wrong usage, a file that cannot be read, an output that takes nothing, or a request or credentials that the server refuses: a retry cannot help.
EXIT_USAGE: Final = 2
# The server could not run the script (queue full, warming up, draining, no answer in time), or is not ready.
EXIT_UNAVAILABLE: Final = 3
# Nothing answers at the address.
EXIT_CANNOT_CONNECT: Final = 4
# As shells have it: 128 and the number of the signal (SIGINT, SIGPIPE).
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141


class UsageError(Exception):
    """The command cannot be carried out as it was given; the message says what to change."""
