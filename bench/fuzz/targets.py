"""`make fuzz`: coverage-guided fuzzing with atheris of everything that reads bytes it did not write.

    .tools/fuzz/bin/python -m bench.fuzz.targets TARGET [libFuzzer options]

A target is a function of bytes; any exception but the one that its callers handle is a finding. atheris prints it, and
writes the input to `crash-…`, which may be given back as an argument to see it again.
"""

import contextlib
import math
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

with atheris.instrument_imports(include=["executor", "json", "argparse"]):
    from executor import messages, rpc
    from executor.config import SETTINGS, Settings, SettingsError
    from executor.errors import InvalidJob
    from executor.messages import HEADER, Failure, Job, ProtocolError, Result
    from executor.outcome import ConsoleMessage, Outcome
    from executor.v1 import executor_pb2 as pb

DEFAULTS = Settings.load([], {})


def report(data: bytes) -> None:
    """One frame of an isolate: understood or refused, and what is understood can be sent on."""
    if not data:
        return
    try:
        said = messages.decode_report(data[0], data[1:])
    except ProtocolError:
        return
    outcome = None
    if isinstance(said, Result):
        outcome = Outcome(said.result_json, None)
    elif isinstance(said, Failure):
        outcome = Outcome(None, said.error)
    elif isinstance(said, ConsoleMessage):
        outcome = Outcome(b"1", None, (said,))
    if outcome is not None:
        rpc._response("id", outcome).SerializeToString()


def packet(data: bytes) -> None:
    """One control packet of a zygote."""
    with contextlib.suppress(ProtocolError):
        messages.decode_packet(data)


def job(data: bytes) -> None:
    """A job survives its frame."""
    provider = atheris.FuzzedDataProvider(data)
    numbers = [provider.ConsumeIntInRange(0, 2**32 - 1) for _ in range(3)]
    timeout = provider.ConsumeRegularFloat()
    code = provider.ConsumeUnicodeNoSurrogates(provider.ConsumeIntInRange(0, 200))
    made = Job(code, provider.ConsumeBytes(200), timeout, *numbers)
    frame = made.encode()
    kind, length = HEADER.unpack_from(frame)
    payload = frame[HEADER.size :]
    if kind != messages.Kind.JOB or length != len(payload) or Job.decode(payload) != made:
        raise AssertionError(f"{made} came back as {Job.decode(payload)}")


def settings(data: bytes) -> None:
    """Flags and variables of any text give settings in range, or problems of one printable line each."""
    provider = atheris.FuzzedDataProvider(data)
    argv: list[str] = []
    environ: dict[str, str] = {}
    for _ in range(provider.ConsumeIntInRange(0, 4)):
        setting = SETTINGS[provider.ConsumeIntInRange(0, len(SETTINGS) - 1)]
        text = provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 20))
        match provider.ConsumeIntInRange(0, 3):
            case 0:
                argv.append(f"{setting.flag}={text}")
            case 1:
                argv += [setting.flag, text]
            case 2:
                environ[setting.variable] = text
            case 3 if not text.startswith(("-h", "--help")):
                argv.append(text)
    if any(argument in ("-h", "--help") for argument in argv):
        return
    try:
        Settings.load(argv, environ)
    except SettingsError as error:
        if not error.problems or not all(line.isprintable() for line in error.problems):
            raise AssertionError(f"problems that are no lines: {error.problems}") from None


def request(data: bytes) -> None:
    """An Execute request of any bytes is a job within the limits, or refused with a reason."""
    servicer = rpc.ExecutorServicer(*(SimpleNamespace() for _ in range(3)), DEFAULTS)  # type: ignore[arg-type]
    parsed = rpc._lenient(pb.ExecuteRequest)(data)
    if parsed is None:
        return
    try:
        made = servicer._job(parsed)
    except InvalidJob as error:
        if not error.reason or not all(isinstance(text, str) for text in error.metadata.values()):
            raise AssertionError(f"no reason or no text: {error.reason} {error.metadata}") from None
        return
    if not (math.isfinite(made.timeout) and 0 < made.timeout <= DEFAULTS.max_timeout):
        raise AssertionError(f"a timeout of {made.timeout}")
    if Job.decode(made.encode()[HEADER.size :]) != made:
        raise AssertionError("the job does not survive its frame")


TARGETS: dict[str, Callable[[bytes], Any]] = {
    target.__name__: target for target in (report, packet, job, settings, request)
}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m bench.fuzz.targets {{{'|'.join(TARGETS)}}} [libFuzzer options]")
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
