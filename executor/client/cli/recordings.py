"""Files of `run --record` and `run --replay`."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime

from executor.client import Client, Deterministic, Execution, Recording
from executor.client.cli.exits import UsageError
from executor.client.cli.inputs import read
from executor.client.cli.output import complain

_SEED_BITS = 64
# The server's zone, which a recording pins: the desk's server may have another.
_ZONE = "return Intl.DateTimeFormat().resolvedOptions().timeZone"


def recording_to_replay(
    path: str | None, code: str, program: str, input_json: str | None, input_bytes: bytes | None
) -> Recording | None:
    """Of the file, None where there is none. Raises `UsageError`. Another script than the recorded one, as with a line of console.log more,
    may well fit its requests.
    """
    if path is None:
        return None
    try:
        recording = Recording.from_json(read(path))
    except ValueError as error:
        raise UsageError(f"cannot replay {path}: {error}") from None
    if not recording.is_of(code, input_json, input_bytes, program=program):
        complain(
            f"{path} is of another script or input: what it answers may not fit, and the run may end otherwise"
        )
    return recording


def deterministic_for(client: Client, record: str | None, replayed: Recording | None) -> Deterministic | None:
    """That of the recording that is replayed, or for a new one a fresh seed, now and the server's zone; None for neither. Raises
    `grpc.RpcError`.
    """
    if replayed is not None:
        return replayed.deterministic
    if record is None:
        return None
    zone = str(client.execute(_ZONE).result)
    return Deterministic(secrets.randbits(_SEED_BITS), datetime.now(UTC), zone)


def write_recording(path: str, execution: Execution) -> bool:
    """For its owner alone: answers of other servers are in it. False, having said why, where there is none. Raises `UsageError`."""
    if execution.recording is None:
        complain(
            f"nothing was written to {path}: {execution.recording_refused or 'the server made no record'}"
        )
        return False
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(execution.recording.to_json())
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
    return True
