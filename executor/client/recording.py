"""Runs that can be repeated: what one is given in place of chance and time, and what it takes to run one again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf import json_format

from executor.v1 import executor_pb2 as pb

# Of the JSON that `to_json` writes.
VERSION: Final = 1
_KIND: Final = "flow-executor recording"
_MAX_SEED: Final = (1 << 64) - 1


@dataclass(frozen=True)
class Deterministic:
    """Where all randomness of a run comes from (a whole number of 64 bits), what its clocks show as it begins (to the millisecond;
    a time without a zone is taken for UTC), and the zone of its dates, an IANA name. Empty is the server's zone, which the
    request does better to pin: the next server may have another.
    """

    seed: int
    start_time: datetime
    time_zone: str = ""

    def message(self) -> pb.Deterministic:
        """For a request. Raises `ValueError` for a seed out of range."""
        if not 0 <= self.seed <= _MAX_SEED:
            raise ValueError(f"seed is {self.seed}; it must be from 0 to 2^64 - 1")
        made = pb.Deterministic(seed=self.seed, time_zone=self.time_zone)
        start = self.start_time
        made.start_time.FromDatetime(start if start.tzinfo is None else start.astimezone(UTC))
        return made


@dataclass(frozen=True)
class Recording:
    """A run's HTTP exchanges, and what else is needed to repeat it beside its code and input, whose SHA-256 it knows.

    `deterministic` is None where the run had the time, and chance of its own: a replay then has the same answers and no more.
    `http` is as the service gave it. Bodies and headers of answers are in it, less those that the server leaves out: keep it
    as what it is, data of the run.
    """

    http: pb.HttpRecord
    deterministic: Deterministic | None = None
    code_sha256: str = ""
    input_sha256: str = ""
    execution_id: str = field(default="", compare=False)

    def is_of(
        self, code: str, input_json: str | None, input_bytes: bytes | None = None, *, program: str = ""
    ) -> bool:
        """Whether it is of this code, or this program, and this input."""
        given = (input_json or "null").encode() if input_bytes is None else input_bytes
        named = program or _sha256(code.encode())
        return (self.code_sha256, self.input_sha256) == (named, _sha256(given))

    def to_json(self) -> str:
        """For a file: `from_json` reads it."""
        document: dict[str, Any] = {"kind": _KIND, "version": VERSION}
        document |= {name: getattr(self, name) for name in _TEXTS}
        if self.deterministic is not None:
            document["deterministic"] = json_format.MessageToDict(
                self.deterministic.message(), preserving_proto_field_name=True
            )
        document["http"] = json_format.MessageToDict(self.http, preserving_proto_field_name=True)
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Recording:
        """What `to_json` wrote. Raises `ValueError` for anything else, which says what is wrong with it."""
        document = _document(text)
        http, asked = pb.HttpRecord(), None
        try:
            json_format.ParseDict(dict(document["http"]), http)
            if "deterministic" in document:
                asked = json_format.ParseDict(document["deterministic"], pb.Deterministic())
        except (
            json_format.ParseError,
            LookupError,
            AttributeError,
            TypeError,
            ValueError,
            RecursionError,
        ) as error:
            raise ValueError(f"it is damaged: {str(error)[:200]}") from None
        texts = {name: str(document.get(name, "")) for name in _TEXTS}
        return cls(http, None if asked is None else _deterministic(asked), **texts)


_TEXTS = ("execution_id", "code_sha256", "input_sha256")


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("kind") != _KIND:
        raise ValueError("it is no recording of a run")
    version = document.get("version")
    if version != VERSION:
        raise ValueError(
            f"it is a recording of version {version!r:.20}, and this client reads version {VERSION}; record the run anew"
        )
    return document


def _deterministic(message: pb.Deterministic) -> Deterministic:
    if not message.HasField("start_time"):
        raise ValueError("it is damaged: it does not say when the run began (start_time)")
    start = message.start_time.ToDatetime(tzinfo=UTC)
    return Deterministic(message.seed, start, message.time_zone)


def ask_to_repeat(
    request: pb.ExecuteRequest,
    deterministic: Deterministic | None,
    record_http: bool,
    replay_http: Recording | None,
) -> pb.ExecuteRequest:
    """The request with what it asks for in this. Raises `ValueError`."""
    if deterministic is not None:
        request.deterministic.CopyFrom(deterministic.message())
    request.http_record = record_http
    if replay_http is not None:
        request.http_replay.CopyFrom(replay_http.http)
    return request


def recording_of(request: pb.ExecuteRequest, response: pb.ExecuteResponse) -> Recording | None:
    """None where the response has no record."""
    if not response.HasField("http_record"):
        return None
    asked = _deterministic(request.deterministic) if request.HasField("deterministic") else None
    has_bytes = request.HasField("input_bytes")
    return Recording(
        response.http_record,
        asked,
        # A program's name is that of its code.
        request.program or _sha256(request.code.encode()),
        _sha256(request.input_bytes if has_bytes else (request.input_json or "null").encode()),
        response.execution_id,
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
