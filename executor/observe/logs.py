"""Log lines on their way to stderr, where a reader who stops reading must stop nothing.

A write to a full pipe (a log collector that hangs, a terminal under Ctrl-S) blocks. In the event loop it would stop
health, deadlines and every call, so lines are queued and a thread of its own writes them. What does not fit into the
queue is dropped and counted, and the count is written when lines flow again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import select
import stat
import sys
import threading
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

FORMAT = "%(asctime)s %(levelname)-7s %(name)s %(message)s"

# Lines; at some 200 bytes each, half a megabyte that a stuck reader may cost.
MAX_WAITING = 2_000
# Seconds that the end of the process waits for a slow reader to take the last lines; and how many times as long where there is
# room for them, and what writes them only has no CPU.
FLUSH_TIMEOUT = 1.0
STARVED_TIMES = 10

_STDERR = 2


# What fields of `extra` are under: nothing of logging's own has this name.
_FIELDS = "executor_fields"


def fields(**values: Any) -> dict[str, Any]:
    """For `extra=` of a log call: what the JSON format writes beside the message. Empty texts are left out."""
    return {_FIELDS: {name: value for name, value in values.items() if value != ""}}


class TextFormatter(logging.Formatter):
    """For people. Names that callers choose cannot break a line or steer a terminal."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """With control characters as escapes."""
        if not record.message.isprintable():
            record.message = "".join(
                c if c.isprintable() else c.encode("unicode_escape").decode() for c in record.message
            )
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """One object a line: time (RFC 3339, UTC), level, logger, message, and the record's fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


FORMATTERS: dict[str, type[logging.Formatter]] = {"text": TextFormatter, "json": JsonFormatter}


def keep_standard_descriptors() -> None:
    """Opens /dev/null in place of a closed stdin, stdout or stderr.

    Otherwise the next socket gets its number, and whatever is printed, by a C library too, goes into that socket.
    """
    for descriptor in (0, 1, _STDERR):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number is this one: those below are open by now.
            opened = os.open(os.devnull, os.O_RDWR)
            # For the zygote too, which keeps the standard descriptors that it inherits.
            os.set_inheritable(opened, True)


def unblock_stderr() -> None:
    """Has writes to a full stderr pipe fail instead of block, for those that are not ours (gRPC's C code, a zygote's
    last words). Only a pipe can be opened anew, so that the other holders of this one do not notice.
    """
    with contextlib.suppress(OSError):
        if stat.S_ISFIFO(os.fstat(_STDERR).st_mode):
            descriptor = os.open(f"/proc/self/fd/{_STDERR}", os.O_WRONLY | os.O_NONBLOCK)
            os.dup2(descriptor, _STDERR)
            os.close(descriptor)


def only_lines_of_ours() -> None:
    """For a reader of JSON: what would write anything else to stderr is silent, or writes by way of the log.

    Before gRPC is imported: its core has lines in a format of its own (a failed handshake), and no hook for them.
    """
    os.environ["GRPC_VERBOSITY"] = "NONE"
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda unhandled: _log_uncaught(
        unhandled.exc_type, unhandled.exc_value or unhandled.exc_type(), unhandled.exc_traceback
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("a bug of ours: nobody caught this", exc_info=(kind, error, trace))


class Handler(logging.Handler):
    """Queues formatted lines for the thread that writes them. `close()` gives that thread `FLUSH_TIMEOUT`, and more where its
    reader is not what it waits for.
    """

    def __init__(self, descriptor: int = _STDERR, style: str = "text") -> None:
        super().__init__()
        self.setFormatter(FORMATTERS[style]())
        self._descriptor = descriptor
        self._lines: queue.Queue[bytes | None] = queue.Queue(MAX_WAITING)
        self._dropped = 0
        # A daemon: one that is stuck in a write must not keep the process.
        self._writer = threading.Thread(target=self._write_lines, name="log", daemon=True)
        self._writer.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Formats and queues; never blocks."""
        try:
            self._lines.put_nowait(self.format(record).encode("utf-8", "backslashreplace") + b"\n")
        except queue.Full:
            self._dropped += 1
        except Exception:  # noqa: BLE001 - logging's own rule: a bad record is reported, not raised
            self.handleError(record)

    def close(self) -> None:
        """Waits for the last lines, but not for long. What is logged afterwards is lost."""
        if self._writer.is_alive():
            deadline = time.monotonic() + FLUSH_TIMEOUT
            with contextlib.suppress(queue.Full):
                self._lines.put(None, timeout=FLUSH_TIMEOUT)
            self._writer.join(max(0.0, deadline - time.monotonic()))
            left = STARVED_TIMES - 1
            while self._writer.is_alive() and left and self._has_room():
                self._writer.join(FLUSH_TIMEOUT)
                left -= 1
        super().close()

    def _has_room(self) -> bool:
        """Whether a line could be written now."""
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        return any(event & select.POLLOUT for _, event in poll.poll(0))

    def _write_lines(self) -> None:
        while (line := self._lines.get()) is not None:
            self._write(line)
            if self._dropped and self._lines.empty():
                # Not under a lock: a drop counted in between waits for the next time.
                dropped, self._dropped = self._dropped, 0
                self._write(self._line(f"{dropped} log lines were dropped: nobody read stderr"))

    def _line(self, text: str) -> bytes:
        """A line of our own, in the format of all others."""
        record = logging.LogRecord(__name__, logging.WARNING, "", 0, text, None, None)
        return self.format(record).encode() + b"\n"

    def _write(self, line: bytes) -> None:
        view = memoryview(line)
        try:
            while view:
                try:
                    view = view[os.write(self._descriptor, view) :]
                except BlockingIOError:
                    poll = select.poll()
                    poll.register(self._descriptor, select.POLLOUT)
                    poll.poll()
        except OSError:
            # Closed at the other end, or its disk is full: there is nowhere left to say so.
            return
