"""The requests of one run: their number, their turns, the bytes they hold, and their end with the run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from executor.egress.broker import Broker
from executor.egress.checks import check_sizes
from executor.egress.exchange import Exchange
from executor.egress.failures import FetchError, over_limit
from executor.egress.record import Recorder
from executor.egress.responses import Hold
from executor.wire import fetches
from executor.wire.errors import ProtocolError
from executor.wire.fetches import Fetch

if TYPE_CHECKING:
    from executor.observe.tracing import Trace


class Requests:
    """The requests of one run. `send` takes the frames that answer them; `unsent_bytes` tells how much of those the
    isolate has not yet taken; `identity` is the proven name of the run's caller, empty without one; `recorder` writes them down.
    """

    def __init__(
        self,
        broker: Broker,
        execution_id: str,
        send: Callable[[bytes], None],
        unsent_bytes: Callable[[], int],
        trace: Trace | None = None,
        identity: str = "",
        recorder: Recorder | None = None,
        *,
        max_count: int,
    ) -> None:
        self._max_count = max_count
        self._broker = broker
        self._execution_id = execution_id
        self._trace = trace
        self._identity = identity
        self._recorder = recorder
        self._send = send
        self._unsent_bytes = unsent_bytes
        self._turns = asyncio.Semaphore(broker.settings.egress_max_concurrent)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._held_bytes = 0
        self._aborts = 0
        self.count = 0
        # As a replay's: nothing here is held back for another request.
        self.held_up = ""

    def start(self, fetch: Fetch) -> None:
        """Begins a request. Raises `ProtocolError` for what a correct isolate does not ask for."""
        if self.count >= self._max_count:
            raise ProtocolError(f"more than {self._max_count} requests")
        if fetch.number in self._tasks:
            raise ProtocolError("a request with the number of another")
        self.count += 1
        if self._recorder is not None:
            self._recorder.asked(fetch)
        task = asyncio.get_running_loop().create_task(self._run(fetch))
        self._tasks[fetch.number] = task
        task.add_done_callback(lambda done: self._tasks.pop(fetch.number, None))

    def abort(self, number: int) -> None:
        """Ends a request without an answer. Raises `ProtocolError` for more aborts than requests."""
        self._aborts += 1
        if self._aborts > self.count:
            raise ProtocolError("more aborts than requests")
        if self._recorder is not None:
            self._recorder.given_up(number)
        if number in self._tasks:
            self._tasks[number].cancel()

    def end(self) -> None:
        """The run is over, and so are its requests."""
        for task in self._tasks.values():
            task.cancel()

    async def _run(self, fetch: Fetch) -> None:
        held = 0

        def hold(count: int) -> None:
            nonlocal held
            self._check_room(count)
            held += count
            self._held_bytes += count

        exchange = Exchange()
        try:
            try:
                check_sizes(fetch, self._broker.settings)
                hold(len(fetch.body))
            except FetchError as error:
                self._broker.observe(replace(exchange, outcome=error.outcome))
                self._give(fetch, exchange, fetches.encode_fetch_failed(fetch.number, error.fields))
                return
            async with self._turns:
                answer = await self._traced_answer(fetch, hold, exchange)
        finally:
            self._held_bytes -= held
        self._give(fetch, exchange, answer)

    def _give(self, fetch: Fetch, exchange: Exchange, answer: bytes) -> None:
        if self._recorder is not None:
            self._recorder.answered(fetch.number, answer, exchange.secrets)
        self._send(answer)

    def _check_room(self, count: int) -> None:
        """Raises `FetchError` where so many bytes more are too many at once."""
        size = self._held_bytes + self._unsent_bytes() + count
        limit = self._broker.settings.egress_max_held_bytes
        if size > limit:
            raise over_limit(
                f"bodies of {size} bytes of this run's requests and responses are under way",
                limit,
                "egress-max-held-bytes",
                "have fewer at once",
            )

    async def _traced_answer(self, fetch: Fetch, hold: Hold, exchange: Exchange) -> bytes:
        if self._trace is None:
            return await self._answer(fetch, hold, exchange)
        span = self._trace.fetch(fetch.method)
        exchange.traceparent = span.header
        try:
            return await self._answer(fetch, hold, exchange)
        finally:
            span.ended(
                outcome=exchange.outcome,
                host_class=exchange.host_class,
                host=exchange.host,
                status=exchange.status,
                sent_bytes=exchange.sent_bytes,
                received_bytes=exchange.received_bytes,
            )

    async def _answer(self, fetch: Fetch, hold: Hold, exchange: Exchange) -> bytes:
        return await self._broker.answer(fetch, self._execution_id, hold, exchange, self._identity)
