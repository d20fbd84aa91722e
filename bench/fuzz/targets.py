"""`make fuzz`: coverage-guided fuzzing with atheris of everything that reads bytes it did not write.

    .tools/fuzz/bin/python -m bench.fuzz.targets --seeds TARGET
    .tools/fuzz/bin/python -m bench.fuzz.targets TARGET .tools/fuzz/corpus/TARGET [libFuzzer options]

The first writes well-formed inputs into the corpus, from which the second goes on; what it finds interesting stays there
for the next run.

A target is a function of bytes; any exception but the one that its callers handle is a finding. atheris prints it, and
writes the input to a file, which may be given as an argument instead of the corpus to see it again.
"""

import contextlib
import gzip
import math
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris
import brotli

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["executor", "json"]):
    from executor.egress import decoding
    from executor.egress import policy as egress_policy
    from executor.egress.checks import checked_headers, parse_url
    from executor.egress.failures import FetchError
    from executor.errors import InvalidJob
    from executor.outcome import ConsoleLevel, ConsoleMessage, ErrorKind, Outcome, ScriptError
    from executor.rpc import service as rpc
    from executor.rpc.jobs import Jobs
    from executor.rpc.programs import Block
    from executor.rpc.response import encode_outcome
    from executor.settings import SETTINGS, Settings, SettingsError
    from executor.v1 import executor_pb2 as pb
    from executor.wire import packets, reports
    from executor.wire.errors import ProtocolError
    from executor.wire.fetches import make_fetch
    from executor.wire.frames import HEADER, Kind, frame
    from executor.wire.jobs import Job
    from executor.wire.reporting import Cost, encode_console, encode_failure, encode_rejected, encode_result
    from executor.wire.reports import BytesResult, Failure, Result

DEFAULTS = Settings.load([], {})


def report(data: bytes) -> None:
    """One frame of an isolate: understood or refused, and what is understood can be sent on."""
    if not data:
        return
    try:
        said = reports.decode_report(data[0], data[1:])
    except ProtocolError:
        return
    outcome = None
    if isinstance(said, Result):
        outcome = Outcome(said.result_json, None)
    elif isinstance(said, BytesResult):
        outcome = Outcome(None, None, result_bytes=said.result_bytes)
    elif isinstance(said, Failure):
        outcome = Outcome(None, said.error)
    elif isinstance(said, ConsoleMessage):
        outcome = Outcome(b"1", None, (said,))
    if outcome is not None:
        encode_outcome("id", outcome).SerializeToString()


def fetch(data: bytes) -> None:
    """A request of any text is one that can be sent, or refused; and survives its frame."""
    try:
        said = reports.decode_report(Kind.FETCH, data)
    except ProtocolError:
        return
    frame = said.encode()  # type: ignore[union-attr]
    if reports.decode_report(frame[0], frame[HEADER.size :]) != said:
        raise AssertionError(f"{said} does not survive its frame")
    with contextlib.suppress(FetchError):
        url = parse_url(said.url)  # type: ignore[union-attr]
        # What the client library will connect to is what the policy was asked about.
        host = egress_policy.parse_host(str(url.raw_host))
        if str(host) != str(url.raw_host).strip("[]") or url.raw_user is not None:
            raise AssertionError(f"two readings of {url}")
        checked_headers(said.headers, url)  # type: ignore[union-attr]


def coding(data: bytes) -> None:
    """A body of any bytes is decoded in pieces, or is not what its coding says."""
    decoder = decoding.decoder_for(
        ("gzip", "deflate", "br", "gzip, br")[data[0] % 4] if data else "br", 1 << 20
    )
    with contextlib.suppress(decoding.DecodingError, decoding.TooLarge):
        for number, piece in enumerate(decoder.feed(data[1:])):  # type: ignore[union-attr]
            if len(piece) > 4 * decoding.PIECE:
                raise AssertionError(f"a piece of {len(piece)} bytes")
            if number == 1000:
                return
        decoder.finish()  # type: ignore[union-attr]


def packet(data: bytes) -> None:
    """One control packet of a zygote."""
    with contextlib.suppress(ProtocolError):
        packets.decode_packet(data)


def job(data: bytes) -> None:
    """A job survives its frame."""
    provider = atheris.FuzzedDataProvider(data)
    max_result, max_messages, max_console = (provider.ConsumeIntInRange(0, 2**32 - 1) for _ in range(3))
    timeout = provider.ConsumeRegularFloat()
    made = Job(
        code=provider.ConsumeUnicodeNoSurrogates(provider.ConsumeIntInRange(0, 200)),
        input_json=provider.ConsumeBytes(200),
        timeout=timeout,
        cpu_limit=timeout,
        max_result_bytes=max_result,
        max_console_messages=max_messages,
        max_console_bytes=max_console,
        max_memory_bytes=max_console,
        max_fetches=max_messages,
    )
    frame = made.encode()
    kind, length = HEADER.unpack_from(frame)
    payload = frame[HEADER.size :]
    if kind != Kind.JOB or length != len(payload) or Job.decode(payload) != made:
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
    parsed = rpc._lenient(pb.ExecuteRequest)(data)
    if parsed is None:
        return
    try:
        made = Jobs(DEFAULTS).of(parsed, Block(code=parsed.code), keep=False)
    except InvalidJob as error:
        if not error.reason or not all(isinstance(text, str) for text in error.metadata.values()):
            raise AssertionError(f"no reason or no text: {error.reason} {error.metadata}") from None
        return
    if not (math.isfinite(made.timeout) and 0 < made.timeout <= DEFAULTS.max_timeout):
        raise AssertionError(f"a timeout of {made.timeout}")
    if Job.decode(made.encode()[HEADER.size :]) != made:
        raise AssertionError("the job does not survive its frame")


def seeds() -> dict[str, list[bytes]]:
    """Well-formed inputs for each target."""
    cost = Cost(number=1, run_ns=1, cpu_ns=2, peak_memory_bytes=3, console_truncated=True)
    error = ScriptError(ErrorKind.THROWN, "Error", "m", "at script.js:1:2", 1, 2)
    frames = [
        frame(Kind.READY, b""),
        encode_console(ConsoleLevel.WARN, 5, "text 🎉"),
        encode_result(cost, b'{"a": [1]}'),
        encode_failure(cost, error),
        encode_rejected(1, "no JSON"),
        frame(Kind.FAULT, b"Traceback"),
    ]
    said: list[packets.ZygoteReport] = [
        packets.Announced(modules=("a", "b")),
        packets.ModuleWarmed(name="a", version="1.0", size_bytes=10, elapsed_ms=1.5),
        packets.WarmupFailed(module="a", error="why"),
        packets.WarmupCompleted(elapsed_ms=1.5, sandbox_level="rlimits"),
        packets.Forked(pid=42),
        packets.ForkFailed(error="why"),
        packets.Rewound(pid=42, pages=340, elapsed_ns=1),
        packets.NotRewound(pid=42, reason="stop"),
    ]
    requests = [
        pb.ExecuteRequest(code="return 1"),
        pb.ExecuteRequest(
            code="return 1", input_json="[1]", timeout={"seconds": 1}, affinity_key="k", execution_id="e"
        ),
        pb.ExecuteRequest(code="x", timeout={"seconds": -1, "nanos": 999_999_999}),
    ]
    fetches = [
        make_fetch(
            1,
            {
                "method": "GET",
                "url": url,
                "headers": [("Accept", "*/*")],
                "redirect": "follow",
                "max_redirects": 20,
                "max_response_bytes": 0,
                "timeout": 0,
                "decompress": True,
            },
            b"",
        )
        for url in ("http://a.com/", "https://[::1]:80/?q#f", "http://127.0.0.1./", "http://u:p@a.com:8080")
    ]
    return {
        "report": [bytes([one[0]]) + one[HEADER.size :] for one in frames],
        "fetch": [one.encode()[HEADER.size :] for one in fetches],
        "coding": [
            b"\0" + gzip.compress(b"a" * 1000),
            b"\1" + zlib.compress(b"a" * 1000),
            b"\2" + brotli.compress(b"a" * 1000),
            b"\3" + brotli.compress(gzip.compress(b"a" * 1000)),
        ],
        "packet": [packets.encode_packet(one) for one in said],
        "job": [bytes(range(200)), b"return 1" * 20],
        "settings": [b"\x01\x01" + bytes([n]) + b"300ms 1MiB 127.0.0.1:80" for n in range(len(SETTINGS))],
        "request": [one.SerializeToString() for one in requests],
    }


def write_seeds(name: str) -> None:
    folder = ROOT / ".tools" / "fuzz" / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds()[name]):
        (folder / f"seed-{number}").write_bytes(data)


TARGETS: dict[str, Callable[[bytes], Any]] = {
    target.__name__: target for target in (report, fetch, coding, packet, job, settings, request)
}


def main() -> None:
    only_seeds = "--seeds" in sys.argv
    if only_seeds:
        sys.argv.remove("--seeds")
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m bench.fuzz.targets [--seeds] {{{'|'.join(TARGETS)}}} [libFuzzer options]")
    name = sys.argv.pop(1)
    if only_seeds:
        write_seeds(name)
        return
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
