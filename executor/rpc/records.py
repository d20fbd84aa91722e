"""Records of HTTP exchanges as callers have them: checked on their way in, made on their way out."""

from __future__ import annotations

import json
import re
from typing import Any

from executor.egress.record import GIVEN_UP, UNFINISHED, Exchanged, Recorder
from executor.egress.tape import Tape
from executor.errors import InvalidJob
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb

VERSION = 1

# No narrower than what other servers may send and scripts may ask for: what was recorded can be replayed.
_NAME = re.compile(r"[\x21-\x39\x3b-\x7e\x80-\xff]+")
_VALUE = re.compile(r"[^\0\r\n\u0100-\U0010ffff]*")
_TEXT = re.compile(r"[^\0\r\n]*")
_HASH = re.compile(r"([0-9a-f]{64})?")
_HTTP_VERSION = re.compile(r"\d\.\d")
_STATUS = range(200, 1000)
# Of a whole record.
_MOST_HEADERS = 10_000


def tape_of(request: pb.ExecuteRequest, settings: Settings) -> Tape | None:
    """What its HTTP requests are recorded on, or answered from; None for neither. Raises `InvalidJob`."""
    has_replay = request.HasField("http_replay")
    if not (request.http_record or has_replay):
        return None
    recorder = None
    if request.http_record:
        recorder = Recorder(settings.max_record_bytes, settings.egress_unrecorded_headers)
    return Tape(recorder, _checked(request.http_replay, settings) if has_replay else None)


def write_record(tape: Tape, response: pb.ExecuteResponse) -> None:
    """Puts the record into the response of its run, or why there is none."""
    recorder = tape.recorder
    if recorder is None:
        return
    if not recorder.refusal:
        record = pb.HttpRecord(version=VERSION, exchanges=map(_message, recorder.exchanges()))
        size = record.ByteSize()
        if recorder.is_within(size):
            response.http_record.CopyFrom(record)
            return
    response.http_record_refused = recorder.refusal


def _message(one: Exchanged) -> pb.HttpExchange:
    made = pb.HttpExchange(method=one.method, url=one.url, body_sha256=one.body_sha256, order=one.order)
    if one.failure is not None:
        made.failure_json = json.dumps(one.failure)
    elif one.head is not None:
        head = one.head
        made.response.CopyFrom(
            pb.HttpResponse(
                status=head["status"],
                # Bytes that are no UTF-8 are halves of pairs in it.
                status_text=head["statusText"].encode("utf-8", "replace").decode(),
                http_version=head["httpVersion"],
                url=head["url"],
                redirected=head["redirected"],
                headers=[pb.HttpHeader(name=name, value=value) for name, value in head["headers"]],
                body=bytes(one.body),
            )
        )
    return made


# --- On their way in -------------------------------------------------------------------------------------------------


def _checked(record: pb.HttpRecord, settings: Settings) -> list[Exchanged]:
    if record.version != VERSION:
        raise InvalidJob(
            "RECORD_VERSION",
            f"http_replay is a record of version {record.version}, and this server reads version {VERSION}; record the run anew",
            actual_version=record.version,
            version=VERSION,
        )
    size, limit = record.ByteSize(), settings.max_record_bytes
    if size > limit:
        raise InvalidJob(
            "HTTP_REPLAY_TOO_LARGE",
            f"http_replay is {size} bytes, over the limit of {limit} (--max-record-bytes); replay a smaller one",
            actual_bytes=size,
            limit_bytes=limit,
        )
    _check_counts(record, settings.egress_max_requests)
    exchanges = [_exchange(number, one) for number, one in enumerate(record.exchanges, 1)]
    orders = sorted(one.order for one in exchanges if one.order >= 0)
    if orders != list(range(len(orders))):
        raise _malformed(
            "the exchanges that have an answer must have the orders 0, 1, 2 and so on, each once"
        )
    return exchanges


def _check_counts(record: pb.HttpRecord, most: int) -> None:
    """Before anything is made of them: an empty message takes two bytes, and a hundred here."""
    if len(record.exchanges) > most:
        raise InvalidJob(
            "TOO_MANY_EXCHANGES",
            f"http_replay has {len(record.exchanges)} exchanges, and a run may send {most} requests; replay a shorter run",
            actual_count=len(record.exchanges),
            limit_count=most,
        )
    headers = sum(len(one.response.headers) for one in record.exchanges)
    if headers > _MOST_HEADERS:
        raise InvalidJob(
            "TOO_MANY_HEADERS",
            f"http_replay has {headers} headers, over the limit of {_MOST_HEADERS}; replay a shorter run",
            actual_count=headers,
            limit_count=_MOST_HEADERS,
        )


def _exchange(number: int, one: pb.HttpExchange) -> Exchanged:
    made = Exchanged(one.method, one.url, one.body_sha256, one.order)
    where = f"exchange {number} of http_replay"
    _expect(one.method, f"{where} has no method")
    _expect(_HASH.fullmatch(one.body_sha256), f"{where} has a body_sha256 that is not 64 hexadecimal digits")
    _expect(one.order >= UNFINISHED, f"{where} has the order {one.order}")
    kind = one.WhichOneof("answer")
    _expect(
        (kind is None) == (one.order in (GIVEN_UP, UNFINISHED)),
        f"{where} has the order {one.order} {'without' if kind is None else 'with'} an answer",
    )
    if kind == "response":
        made.head, made.body = _head(where, one.response), one.response.body
    elif kind == "failure_json":
        made.failure = _failure(where, one.failure_json)
    return made


def _head(where: str, response: pb.HttpResponse) -> dict[str, Any]:
    _expect(response.status in _STATUS, f"{where} has the status {response.status}")
    _expect(_HTTP_VERSION.fullmatch(response.http_version), f"{where} has no http_version such as 1.1")
    _expect(_TEXT.fullmatch(response.status_text), f"{where} has a status_text that HTTP cannot say")
    for header in response.headers:
        is_one = _NAME.fullmatch(header.name) and _VALUE.fullmatch(header.value)
        _expect(is_one, f"{where} has a header that HTTP cannot say")
    return {
        "url": response.url,
        "redirected": response.redirected,
        "status": response.status,
        "statusText": response.status_text,
        "httpVersion": response.http_version,
        "headers": [(header.name, header.value) for header in response.headers],
    }


def _failure(where: str, text: str) -> dict[str, Any]:
    """The properties of an error: flat."""
    try:
        fields = json.loads(text)
        # What Python takes, and JSON does not have: NaN, and what overflows.
        json.dumps(fields, allow_nan=False)
    except (ValueError, RecursionError):
        fields = None
    is_one = (
        isinstance(fields, dict)
        and isinstance(fields.get("message"), str)
        and isinstance(fields.get("code"), str)
        and all(isinstance(value, str | int | float | bool | None) for value in fields.values())
    )
    _expect(is_one, f"{where} has a failure_json that is not an object with code and message")
    return dict(fields)


def _expect(condition: object, problem: str) -> None:
    if not condition:
        raise _malformed(problem)


def _malformed(problem: str) -> InvalidJob:
    return InvalidJob("MALFORMED_RECORD", f"{problem}; give the record as it came from the server")
