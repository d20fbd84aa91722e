"""Requests of one run answered from a record, in place of being sent: nothing leaves the server, whatever the policy says.

The n-th request of the script is the n-th of the record, or an error that names both. Answers come in the order in which the
recorded run had them: one whose turn has not come waits until those before it are asked for and answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from executor.egress.exchange import Exchange
from executor.egress.failures import replay_mismatch
from executor.egress.record import GIVEN_UP, Exchanged, Recorder, exchanged
from executor.wire import fetches
from executor.wire.errors import ProtocolError
from executor.wire.fetches import Fetch


class Replay:
    """In place of `requests.Requests`. `send` takes frames to the isolate, which may ask for `max_requests` requests; `observe` is told of
    each request.
    """

    def __init__(
        self,
        record: Sequence[Exchanged],
        send: Callable[[bytes], None],
        max_requests: int,
        observe: Callable[[Exchange], None],
        recorder: Recorder | None = None,
    ) -> None:
        self._record = record
        self._send = send
        self._max_requests = max_requests
        self._observe = observe
        self._recorder = recorder
        # By their place among the answers: the script's number of the request; those that nobody waits for are None.
        self._due: dict[int, tuple[int, Exchanged] | None] = {}
        self._next = 0
        self._aborts = 0
        self.count = 0
        # What answers waited for when the run ended, in words.
        self.held_up = ""

    def start(self, fetch: Fetch) -> None:
        """Answers a request when its turn comes. Raises `ProtocolError` for what a correct isolate does not ask for."""
        if self.count >= self._max_requests:
            raise ProtocolError(f"more than {self._max_requests} requests")
        if self._recorder is not None:
            self._recorder.asked(fetch)
        one = self._record[self.count] if self.count < len(self._record) else None
        self.count += 1
        if one is None or not one.is_of(fetch):
            self._refuse(fetch, one)
        elif one.order >= 0:
            self._due[one.order] = (fetch.number, one)
        elif one.order == GIVEN_UP:
            self._answer(fetch.number, fetches.encode_no_answer(fetch.number))
        self._observe(Exchange(outcome="replayed"))
        self._answer_those_due()

    def abort(self, number: int) -> None:
        """The script does not want this answer any more. Raises `ProtocolError` for more aborts than requests."""
        self._aborts += 1
        if self._aborts > self.count:
            raise ProtocolError("more aborts than requests")
        if self._recorder is not None:
            self._recorder.given_up(number)
        for order, due in self._due.items():
            if due is not None and due[0] == number:
                self._due[order] = None
        self._answer_those_due()

    def end(self) -> None:
        """The run is over."""
        waiting = [due[0] for due in self._due.values() if due is not None]
        missing = next(
            (number for number, one in enumerate(self._record, 1) if one.order == self._next),
            len(self._record),
        )
        if waiting and missing > self.count:
            told = self._record[missing - 1].told()
            self.held_up = (
                f"the replay has held back the answer to request {waiting[0]}: in the record it came after that to request "
                f"{missing}, {told}, which the script has not sent; replay it with the same code and input, or record anew"
            )
        self._due.clear()

    def _refuse(self, fetch: Fetch, one: Exchanged | None) -> None:
        asked, recorded = exchanged(fetch).told(), None if one is None else one.told()
        error = replay_mismatch(self.count, asked, recorded, len(self._record))
        if one is not None and one.order >= 0:
            self._due[one.order] = None
        self._answer(fetch.number, fetches.encode_fetch_failed(fetch.number, error.fields))

    def _answer_those_due(self) -> None:
        while self._next in self._due:
            due = self._due.pop(self._next)
            self._next += 1
            if due is None:
                continue
            number, one = due
            if one.failure is not None:
                frame = fetches.encode_fetch_failed(number, dict(one.failure))
            else:
                frame = fetches.encode_response(number, dict(one.head or {}), bytes(one.body))
            self._answer(number, frame)

    def _answer(self, number: int, frame: bytes) -> None:
        if self._recorder is not None:
            self._recorder.answered(number, frame)
        self._send(frame)
