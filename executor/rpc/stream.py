"""A call that streams its answers, as its handler sees it: what it writes counts, and it can be ended from outside.

gRPC does not bear a task that is cancelled in the middle of a write: the message stays, no status can follow it, and the caller
waits for its own deadline, whether the handler then ends by itself or gives a status. So what ends a stream waits for the write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

# What counts bytes until what it gives is called.
Count = Callable[[int], Callable[[], None]]


class Stream:
    """The context of a call whose handler's task is the current one; what is not here is gRPC's own.

    `hang_up` ends the connection, with which gRPC gives up the write and the call; `patience` are seconds until then.
    """

    def __init__(self, context: Any, count: Count, hang_up: Callable[[], None], patience: float) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._context = context
        self._hang_up = hang_up
        self._patience = patience
        self._is_writing = False
        self._is_ended = False
        # Counts so many bytes that wait for their turn to be written, until what this gives is called.
        self.hold = count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    async def write(self, message: Any) -> None:
        """Until gRPC has taken all of it into the connection's window. One at a time."""
        release = self.hold(message.ByteSize())
        self._is_writing = True
        try:
            await self._context.write(message)
        finally:
            self._is_writing = False
            release()
        if self._is_ended:
            raise asyncio.CancelledError

    def end(self) -> None:
        """Cancels the task, as soon as it writes nothing; a caller who does not take what is written is hung up on."""
        if not self._is_writing:
            self._task.cancel()
        elif not self._is_ended:
            self._is_ended = True
            asyncio.get_running_loop().call_later(self._patience, self._end_write)

    def _end_write(self) -> None:
        if self._is_writing:
            self._hang_up()
