"""The server's settings: each declared once, read from flags and EXECUTOR_* variables, checked all at once.

`--queue-timeout=5s` and `EXECUTOR_QUEUE_TIMEOUT=5s` are the same setting; the flag wins. The declarations in
`Settings` are the only list of settings: parsing, ranges and `--help` come from them, and `SETTINGS` has them
for the docs.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import ipaddress
import math
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from executor import zones
from executor.bundles import default_directory
from executor.egress_policy import Entry, parse_allow_list

EXIT_SETTINGS = 2

VARIABLE_PREFIX = "EXECUTOR_"

# The command line's variables for the server it calls. A shell that has them for the client may start a server too.
CLIENT_ADDRESS_VARIABLE = "EXECUTOR_ADDRESS"
CLIENT_VARIABLES = {
    CLIENT_ADDRESS_VARIABLE,
    "EXECUTOR_CLIENT_CA",
    "EXECUTOR_CLIENT_CERTIFICATE",
    "EXECUTOR_CLIENT_KEY",
    "EXECUTOR_CLIENT_SERVER_NAME",
    "EXECUTOR_CLIENT_TOKEN",
    "EXECUTOR_CLIENT_TOKEN_FILE",
}

# The value of `admin_listen` that opens no port, of `caller_metadata_key` that reads no metadata, and of a file that
# means there is none.
OFF = "off"

# A job is mostly CPU, but callers come in bursts and a spent isolate takes a moment to replace.
ISOLATES_PER_CPU = 4
MIN_AUTOMATIC_ISOLATES = 8


class SettingsError(Exception):
    """At least one setting is wrong. `problems` has one line for each, in the order of `--help`."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# --- Kinds of values -------------------------------------------------------------------------------------------------

_DURATION = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,18})?)(ms|s|m|)")
_DURATION_UNITS = {"ms": Decimal("0.001"), "": Decimal(1), "s": Decimal(1), "m": Decimal(60)}

_SIZE = re.compile(r"([0-9]{1,18})(KiB|MiB|GiB|)")
_SIZE_UNITS = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
_PORT = re.compile(r"[0-9]{1,5}")

_METADATA_KEY = re.compile(r"[a-z0-9_.-]{1,64}")

# Printable ASCII without blanks: what a message may show as it is.
_PLAIN = re.compile(r"[!-~]+")


def parse_count(text: str) -> int:
    """A whole number. Raises `ValueError` saying what would be right, as all parsers here do."""
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ValueError("it must be a whole number such as 16")
    return int(text)


def parse_duration(text: str) -> float:
    """Seconds, from `300ms`, `10s`, `1.5m`, or a plain number of seconds. Raises `ValueError`."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError("it must be a duration such as 300ms, 10s or 1m")
    # Decimal, because 0.3 and 300 * 0.001 need not be the same float.
    return float(Decimal(match[1]) * _DURATION_UNITS[match[2]])


def parse_size(text: str) -> int:
    """Bytes, from `65535`, `256KiB`, `1MiB` or `1GiB`. Raises `ValueError`."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError("it must be a size such as 65535, 256KiB or 1MiB")
    return int(match[1]) * _SIZE_UNITS[match[2]]


def parse_address(text: str) -> str:
    """`host:port` as gRPC and aiohttp take it; `:port` becomes `0.0.0.0:port`. Raises `ValueError`.

    The host is a name, an IPv4 address or an IPv6 address in brackets. Port 0 lets the system choose.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not _PORT.fullmatch(port):
        raise ValueError("it must be host:port, such as 127.0.0.1:50051, [::1]:50051 or :50051")
    if int(port) > 65535:
        raise ValueError(f"port {port} is over 65535; choose one from 1 to 65535, or 0 for any free one")
    if ":" in host and _is_host(f"[{host}]"):
        raise ValueError(f"an IPv6 address needs brackets; write [{host}]:{port}")
    if host and not _is_host(host):
        raise ValueError(f"{host!r} is no host name, IPv4 address or IPv6 address in brackets")
    return f"{host or '0.0.0.0'}:{int(port)}"  # noqa: S104 - `:port` asks for all interfaces


def parse_admin_address(text: str) -> str:
    """As `parse_address`, or `off`. Raises `ValueError`."""
    return OFF if text == OFF else parse_address(text)


def parse_metadata_key(text: str) -> str:
    """A key of gRPC metadata with a text value, or `off`. Raises `ValueError`."""
    if not _METADATA_KEY.fullmatch(text):
        raise ValueError(
            "it must be a metadata key such as x-caller (lower-case letters, digits, - _ and .; 64 at most), or off"
        )
    if text.startswith("grpc-") or text.endswith("-bin"):
        raise ValueError("keys that begin with grpc- are gRPC's own, and those that end in -bin are not text")
    return text


def parse_directory(text: str) -> str:
    """A path, as given. Whether it can be read is found out by the warmup, which says so in more places."""
    if not text or "\0" in text:
        raise ValueError("it must be the path of a directory")
    return text


def parse_file(text: str) -> str:
    """A path, as given; empty for `off`. Whether it can be read is found out where its content is understood."""
    if not text or "\0" in text:
        raise ValueError("it must be the path of a file, or off")
    return "" if text == OFF else text


def parse_zone(text: str) -> str:
    """The name of a time zone that is known here. Raises `ValueError`."""
    if text != "UTC" and zones.find(text) is None:
        near = difflib.get_close_matches(text, zones.names(), n=1, cutoff=0.7)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"no such zone is known; it must be UTC or a name such as Asia/Shanghai{hint}")
    return text


def _is_host(host: str) -> bool:
    # `ipaddress` takes anything for an IPv6 scope.
    if not _PLAIN.fullmatch(host):
        return False
    try:
        if host.startswith("["):
            return host.endswith("]") and bool(ipaddress.IPv6Address(host[1:-1]))
        # What looks like an IPv4 address has to be one: 10.0.0.256 is no name.
        if re.fullmatch(r"[0-9.]+", host):
            return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False
    return _HOST_NAME.fullmatch(host) is not None


@dataclass(frozen=True)
class Kind:
    """How the text of a setting is read. `parse` raises `ValueError` saying what would be right."""

    metavar: str
    parse: Callable[[str], Any]
    # Not empty where only a few words are right.
    choices: tuple[str, ...] = ()


COUNT = Kind("COUNT", parse_count)
DURATION = Kind("DURATION", parse_duration)
SIZE = Kind("SIZE", parse_size)
ADDRESS = Kind("HOST:PORT", parse_address)
ADMIN_ADDRESS = Kind("HOST:PORT", parse_admin_address)
METADATA_KEY = Kind("KEY", parse_metadata_key)
DIRECTORY = Kind("DIRECTORY", parse_directory)
FILE = Kind("FILE", parse_file)
ZONE = Kind("ZONE", parse_zone)


ALLOW_LIST = Kind("ENTRIES", parse_allow_list)


def one_of(metavar: str, *choices: str) -> Kind:
    """A kind with a few words as values."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"it must be {_alternatives(choices)}")
        return text

    return Kind(metavar, parse, choices)


def _alternatives(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


# --- Declarations ----------------------------------------------------------------------------------------------------

LISTENING = "Listening"
CALLERS = "Callers"
ISOLATES = "Isolates and queue"
LIMITS = "Limits"
EGRESS = "Egress"
CONFINEMENT = "Confinement"
HEALTH = "Warmup and health"
LIFECYCLE = "Lifecycle"
LOGGING = "Logging"

GROUPS = (LISTENING, CALLERS, ISOLATES, LIMITS, EGRESS, CONFINEMENT, HEALTH, LIFECYCLE, LOGGING)


@dataclass(frozen=True)
class Setting:
    """One declaration. Default, minimum and maximum are written as a user would; empty means no range."""

    name: str
    group: str
    kind: Kind
    default: str
    summary: str
    minimum: str = ""
    maximum: str = ""
    # In help and docs in place of a default that depends on the machine.
    default_shown: str = ""

    @property
    def flag(self) -> str:
        """As in `--queue-timeout`."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """As in `EXECUTOR_QUEUE_TIMEOUT`."""
        return VARIABLE_PREFIX + self.name.upper()

    @property
    def shown(self) -> str:
        """The default for people."""
        return self.default_shown or self.default

    @property
    def limits(self) -> str:
        """As in `1ms to 60m` or `exit or hold`; empty where any value of the kind is right."""
        if self.kind.choices:
            return _alternatives(self.kind.choices)
        return f"{self.minimum} to {self.maximum}" if self.minimum else ""

    def parse(self, text: str) -> Any:
        """The value within its range. Raises `ValueError` saying what would be right."""
        value = self.kind.parse(text)
        if self.minimum and not self.kind.parse(self.minimum) <= value <= self.kind.parse(self.maximum):
            raise ValueError(f"it must be from {self.limits}")
        return value


def _setting(
    group: str, kind: Kind, default: str, summary: str, limits: str = "", default_shown: str = ""
) -> Any:
    """A field of `Settings`. `limits` is `minimum..maximum`, both included."""
    minimum, _, maximum = limits.partition("..")
    return field(
        metadata={
            "group": group,
            "kind": kind,
            "default": default,
            "summary": summary,
            "minimum": minimum,
            "maximum": maximum,
            "default_shown": default_shown,
        }
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decided, checked and complete. Durations are seconds, sizes bytes.

    The upper ends of ranges are far from what is sensible: they catch a wrong unit, and keep what gRPC may have to
    send or receive at once under its 2 GiB.
    """

    # One paragraph for each setting; one line for each argument would be three times as long.
    # fmt: off
    listen: str = _setting(LISTENING, ADDRESS, "127.0.0.1:50051",
        "Address of the gRPC service. Without a host, all IPv4 interfaces; port 0 is any free port.")
    plaintext: str = _setting(LISTENING, one_of("WHERE", "loopback", "anywhere"), "loopback",
        "Where the gRPC service may listen without TLS. `anywhere` is for networks that encrypt and "
        "authenticate by themselves, such as a service mesh.")
    admin_listen: str = _setting(LISTENING, ADMIN_ADDRESS, "127.0.0.1:8080",
        "Address of the HTTP pages for health and metrics, or `off`. They are plain HTTP and ask nobody "
        "who they are; they show load, memory, versions and modules, nothing of scripts or callers.")

    tls_certificate: str = _setting(CALLERS, FILE, OFF,
        "The server's certificate and its chain, as PEM: the gRPC service speaks TLS. Read again when it changes.")
    tls_key: str = _setting(CALLERS, FILE, OFF,
        "The private key of --tls-certificate, as PEM.")
    tls_client_ca: str = _setting(CALLERS, FILE, OFF,
        "Certificates, as PEM, that must have signed the callers' own: without one no caller connects.")
    tokens: str = _setting(CALLERS, FILE, OFF,
        "Who may call, by which token, and what (docs/callers.md). Read again when it changes.")
    max_connections: int = _setting(CALLERS, COUNT, "1000",
        "Connections to the gRPC service at once; more are closed as they come.",
        "1..60000")
    max_connection_age: float = _setting(CALLERS, DURATION, "30m",
        "A connection so old takes no more calls, and ends after those it has; callers connect again, "
        "under certificates of today.",
        "1s..1440m")

    isolates: int = _setting(ISOLATES, COUNT, "0",
        "Isolates kept ready or running, each a process: as many jobs run at once. 0 means "
        f"{ISOLATES_PER_CPU} per available CPU, at least {MIN_AUTOMATIC_ISOLATES}.",
        "0..4096", default_shown="0 (automatic)")
    queue: int = _setting(ISOLATES, COUNT, "256",
        "Jobs that may wait for an isolate; more are refused at once. 0 lets none wait.",
        "0..100000")
    queue_timeout: float = _setting(ISOLATES, DURATION, "5s",
        "How long a job may wait for an isolate before it is refused.",
        "1ms..60m")
    caller_metadata_key: str = _setting(ISOLATES, METADATA_KEY, "x-caller",
        "Metadata key that names the caller: isolates and the queue are shared fairly between callers. `off` takes "
        "all calls for one caller's.")

    affinity_isolates: int = _setting(ISOLATES, COUNT, "0",
        "Isolates that may be kept idle after an execution with an affinity_key, for the next one of the same caller, key "
        "and code. 0: the key has no effect, and every execution has a never-used isolate.",
        "0..4096")
    affinity_max_uses: int = _setting(ISOLATES, COUNT, "1000",
        "Executions with an affinity_key that one isolate may serve before it is replaced.",
        "1..1000000000")
    affinity_idle: float = _setting(ISOLATES, DURATION, "60s",
        "How long an isolate may wait for its next execution, or a batch's for its next input, before it is replaced.",
        "100ms..1440m")
    affinity_memory_bytes: int = _setting(ISOLATES, SIZE, "128MiB",
        "An isolate that came to hold more, what it shares with others included, is not kept.",
        "1MiB..64GiB")

    tz: str = _setting(ISOLATES, ZONE, "UTC",
        "Time zone of scripts: their Date and Intl. The server's own times are not changed by it.")

    timeout: float = _setting(LIMITS, DURATION, "10s",
        "How long a script may run when its request does not say.",
        "1ms..60m")
    max_timeout: float = _setting(LIMITS, DURATION, "60s",
        "The longest run a request may ask for.",
        "1ms..60m")
    cpu_limit: float = _setting(LIMITS, DURATION, "10s",
        "CPU time that a run may use, however long it may take: waiting costs none.",
        "10ms..60m")
    max_memory_bytes: int = _setting(LIMITS, SIZE, "128MiB",
        "Memory that a script may fill, some 25 MiB of warm modules included.",
        "32MiB..4GiB")
    max_code_bytes: int = _setting(LIMITS, SIZE, "65535",
        "The longest script, in UTF-8.",
        "1..16MiB")
    max_input_bytes: int = _setting(LIMITS, SIZE, "1MiB",
        "The largest input, as JSON.",
        "1..256MiB")
    max_result_bytes: int = _setting(LIMITS, SIZE, "5MiB",
        "The largest result, as JSON; a larger one fails the script.",
        "1..256MiB")
    max_console_messages: int = _setting(LIMITS, COUNT, "1000",
        "Console messages kept of one run; the rest is dropped and the response says so.",
        "0..1000000")
    max_console_bytes: int = _setting(LIMITS, SIZE, "256KiB",
        "Console text kept of one run; the rest is dropped and the response says so.",
        "0..64MiB")

    egress: str = _setting(EGRESS, one_of("WHERE", "off", "public", "listed"), "off",
        "Where HTTP requests of scripts may go: nowhere, to public addresses and what is listed, or only to what is "
        "listed (docs/egress.md).")
    egress_allow: tuple[Entry, ...] = _setting(EGRESS, ALLOW_LIST, OFF,
        "What is listed: [SCHEME://]HOST[:PORT], with commas between. HOST is a name, *.example.com for all names "
        "under one, an address or a block of addresses; `off` lists nothing.")
    egress_ca: str = _setting(EGRESS, FILE, OFF,
        "Certificates, as PEM, that HTTPS servers may be signed by, beside those that the system trusts.")
    egress_max_requests: int = _setting(EGRESS, COUNT, "50",
        "Requests that one run may send.",
        "1..10000")
    egress_max_concurrent: int = _setting(EGRESS, COUNT, "10",
        "Requests of one run under way at once; more wait for their turn.",
        "1..1000")
    egress_max_connections: int = _setting(EGRESS, COUNT, "256",
        "Connections of the whole server for requests of scripts, idle ones included; more requests wait for one.",
        "1..60000")
    egress_max_url_bytes: int = _setting(EGRESS, SIZE, "8KiB",
        "The longest URL.",
        "64..64KiB")
    egress_max_header_bytes: int = _setting(EGRESS, SIZE, "16KiB",
        "The headers of a request, and those of a response.",
        "1KiB..64KiB")
    egress_max_request_bytes: int = _setting(EGRESS, SIZE, "5MiB",
        "The largest body of a request.",
        "0..256MiB")
    egress_max_response_bytes: int = _setting(EGRESS, SIZE, "5MiB",
        "The largest body of a response, decompressed.",
        "0..256MiB")
    egress_max_held_bytes: int = _setting(EGRESS, SIZE, "32MiB",
        "Bodies of one run that the server holds at once: requests that wait or are under way, and responses that the "
        "script has not yet taken.",
        "64KiB..1GiB")
    egress_timeout: float = _setting(EGRESS, DURATION, "30s",
        "How long one request may take, redirects and body included. It never outlives its run.",
        "1ms..60m")
    egress_connect_timeout: float = _setting(EGRESS, DURATION, "5s",
        "How long looking up a host may take, and then connecting to it.",
        "1ms..60m")

    sandbox: str = _setting(CONFINEMENT, one_of("MODE", "enforce", "best-effort", "off"), "enforce",
        "What the kernel takes away from isolates: all of it or refuse to start, what this machine can, or "
        "nothing (for debugging; scripts then have only the engine between them and the host).")

    modules: str = _setting(HEALTH, DIRECTORY, str(default_directory()),
        "Directory of the bundled modules, made by `make modules`.",
        default_shown="modules/dist, or the wheel's own")
    warmup_timeout: float = _setting(HEALTH, DURATION, "60s",
        "How long loading all modules may take before the warmup counts as failed.",
        "1ms..60m")
    warmup_failure: str = _setting(HEALTH, one_of("ACTION", "exit", "hold"), "exit",
        "After a failed warmup: end the server, or keep it up, never ready, to be looked at.")
    canary_interval: float = _setting(HEALTH, DURATION, "10s",
        "Pause between two canaries: small scripts that prove that jobs still run.",
        "1ms..60m")
    canary_timeout: float = _setting(HEALTH, DURATION, "5s",
        "A canary without an answer for so long turns readiness off.",
        "1ms..60m")

    lame_duck: float = _setting(LIFECYCLE, DURATION, "2s",
        "After SIGTERM: how long new jobs are still taken, while balancers notice that readiness is off.",
        "0s..60m")
    drain_timeout: float = _setting(LIFECYCLE, DURATION, "25s",
        "After that: how long jobs may take to finish. The sum of the two belongs under the "
        "supervisor's grace period (Kubernetes: 30s).",
        "0s..60m")
    kill_grace: float = _setting(LIFECYCLE, DURATION, "50ms",
        "How long after its timeout a script that did not stop by itself is killed.",
        "1ms..60s")

    log_level: str = _setting(LOGGING, one_of("LEVEL", "debug", "info", "warning", "error"), "info",
        "The least severe messages written to stderr. `debug` has a line for each execution.")
    log_format: str = _setting(LOGGING, one_of("FORMAT", "text", "json"), "text",
        "How they are written: for people, or as one JSON object a line (docs/observability.md).")
    traces: str = _setting(LOGGING, one_of("EXPORTER", "off", "otlp"), "off",
        "Where OpenTelemetry spans go. `otlp` needs the extra `otel`; the OTEL_ variables say where to and how many.")
    traces_propagate: str = _setting(LOGGING, one_of("WHERE", "off", "all"), "off",
        "Whether HTTP requests of scripts carry a `traceparent`: `all` tells it to everybody whom scripts call.")
    # fmt: on

    @classmethod
    def load(cls, argv: Sequence[str], environ: Mapping[str, str]) -> Settings:
        """Reads flags (without the program's name) and variables; an empty variable counts as unset.

        Raises `SettingsError` with every problem; `SystemExit(0)`, after printing the help, if there is a `--help`.
        """
        flags, problems = _read_flags(argv)
        written = {setting.name: _find(setting, flags, environ) for setting in SETTINGS}
        values = {}
        for setting in SETTINGS:
            source, text = written[setting.name]
            try:
                values[setting.name] = setting.parse(text)
            except ValueError as error:
                problems.append(f"{source} is {_quoted(text)}; {error}")
        problems += _conflicts(values, written)
        problems += _unknown_variables(environ)
        if problems:
            raise SettingsError(tuple(problems))
        values["isolates"] = values["isolates"] or automatic_isolates(available_cpus())
        return cls(**values)


SETTINGS: tuple[Setting, ...] = tuple(Setting(name=item.name, **item.metadata) for item in fields(Settings))


def load_or_exit(argv: Sequence[str], environ: Mapping[str, str]) -> Settings:
    """`Settings.load`; prints the problems to stderr, one a line, and raises `SystemExit(2)` if there are any."""
    try:
        return Settings.load(argv, environ)
    except SettingsError as error:
        count = len(error.problems)
        heading = f"{count} problem{'' if count == 1 else 's'} with the settings (--help lists them):"
        lines = [heading, *(f"  {problem}" for problem in error.problems)]
        sys.stderr.write("\n".join(lines) + "\n")
        raise SystemExit(EXIT_SETTINGS) from None


# --- Flags and variables ---------------------------------------------------------------------------------------------


class _Written(NamedTuple):
    """The text of a setting and, for messages, where it stands."""

    source: str
    text: str


def _find(setting: Setting, flags: Mapping[str, str], environ: Mapping[str, str]) -> _Written:
    if setting.name in flags:
        return _Written(setting.flag, flags[setting.name])
    if text := environ.get(setting.variable):
        return _Written(setting.variable, text)
    return _Written(f"the default of {setting.flag}", setting.default)


def _read_flags(argv: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The text of each flag given, by the setting's name, and the problems. Of a repeated flag the last counts."""
    try:
        found, rest = _parser("?").parse_known_args(argv)
    except SettingsError as error:
        return {}, list(error.problems)
    if found.help:
        _parser(None).print_help()
        raise SystemExit(0)
    texts: dict[str, str | None] = {name: text for name, text in vars(found).items() if name != "help"}
    problems = _unknown_arguments(rest)
    for setting in SETTINGS:
        if setting.name in texts and texts[setting.name] is None:
            problems.append(
                f"{setting.flag} has no value; write {setting.flag}={setting.default}, for example"
            )
    return {name: text for name, text in texts.items() if text is not None}, problems


def _unknown_arguments(arguments: Iterable[str]) -> list[str]:
    problems = []
    value_follows = False
    for argument in arguments:
        flag, equals, _ = argument.partition("=")
        if flag.startswith("-"):
            near = _nearest(flag, (setting.flag for setting in SETTINGS))
            problems.append(f"{_quoted(flag)} is not a flag; {near}")
            value_follows = not equals
        else:
            # `--quue 5` is one mistake.
            if not value_follows:
                problems.append(f"{_quoted(argument)} is not expected; settings are written --name=value")
            value_follows = False
    return problems


# Kubernetes puts the addresses of a namespace's services into every container, named after the service. With one
# called `executor`, or `executor-something`, these are not misspelt settings.
_SERVICE_LINK = re.compile(
    r"EXECUTOR_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_\w+)?)"
)
_SERVICE_LINK_PORT = re.compile(r"EXECUTOR_(\w+_)?PORT=(tcp|udp|sctp)://.*")


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    known = {setting.variable for setting in SETTINGS}
    problems = []
    for name in sorted(environ):
        if not name.startswith(VARIABLE_PREFIX) or name in known or name in CLIENT_VARIABLES:
            continue
        if _SERVICE_LINK.fullmatch(name) or _SERVICE_LINK_PORT.fullmatch(f"{name}={environ[name]}"):
            continue
        problems.append(f"the variable {_quoted(name)} is not a setting; {_nearest(name, known)}")
    return problems


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else "remove it"


def _quoted(text: str) -> str:
    """As it is, or with quotes and escapes where it would be misread in a line of text."""
    return text if _PLAIN.fullmatch(text) else repr(text)


def _conflicts(values: Mapping[str, Any], written: Mapping[str, _Written]) -> list[str]:
    """Settings right by themselves that contradict each other. `values` lacks those that are wrong."""
    problems = []
    timeout, limit = values.get("timeout"), values.get("max_timeout")
    if timeout is not None and limit is not None and timeout > limit:
        given, most = written["timeout"], written["max_timeout"]
        problems.append(
            f"{given.source} is {given.text}, over {most.source}, which is {most.text}; "
            "lower --timeout or raise --max-timeout"
        )
    if _collide(values.get("listen", ""), values.get("admin_listen", "")):
        grpc, admin = written["listen"], written["admin_listen"]
        problems.append(
            f"{admin.source} is {admin.text}, the same port as {grpc.source}, which is {grpc.text}; "
            "give each its own port, or switch the admin pages off with --admin-listen=off"
        )
    allow = values.get("egress_allow")
    if allow and values.get("egress") == "off":
        given = written["egress_allow"]
        problems.append(
            f"{given.source} is {_quoted(given.text)} and needs --egress=listed, or --egress=public, to have a meaning"
        )
    elif allow == () and values.get("egress") == "listed":
        given = written["egress"]
        problems.append(f"{given.source} is listed, and nothing is; give --egress-allow too")
    return problems + _open_doors(values, written)


def _open_doors(values: Mapping[str, Any], written: Mapping[str, _Written]) -> list[str]:
    """Settings that together would let in more callers than was meant."""
    problems = []
    certificate, key, client_ca = (
        values.get(f"tls_{name}", "") for name in ("certificate", "key", "client_ca")
    )
    for one, other, flag in ((certificate, key, "key"), (key, certificate, "certificate")):
        if one and not other:
            given = written["tls_certificate" if flag == "key" else "tls_key"]
            problems.append(f"{given.source} is {_quoted(given.text)} and needs --tls-{flag} beside it")
    if client_ca and not certificate and not key:
        given = written["tls_client_ca"]
        problems.append(
            f"{given.source} is {_quoted(given.text)} and needs TLS; give --tls-certificate and --tls-key too"
        )
    listen = values.get("listen", "")
    if listen and not certificate and values.get("plaintext") == "loopback" and not is_loopback(listen):
        given = written["listen"]
        problems.append(
            f"{given.source} is {_quoted(given.text)}, not a loopback address, and without TLS anyone there could "
            "call; give --tls-certificate and --tls-key, or --plaintext=anywhere if the network itself is closed"
        )
    return problems


def is_loopback(address: str) -> bool:
    """Whether a parsed `host:port` can only be reached from this machine. A name other than localhost may be any."""
    host = address.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _collide(one: str, other: str) -> bool:
    """Whether two parsed addresses cannot both be listened on."""
    (host, _, port), (other_host, _, other_port) = one.rpartition(":"), other.rpartition(":")
    if not host or not other_host or port != other_port or port == "0":
        return False
    return host == other_host or not {host, other_host}.isdisjoint({"0.0.0.0", "[::]"})  # noqa: S104 - compared only


# --- Help ------------------------------------------------------------------------------------------------------------

_HELP_WIDTH = 100
# Where the text about a flag begins.
_HELP_INDENT = 34

_DESCRIPTION = "Runs short JavaScript code blocks in never-used, warm isolates behind gRPC."

_EPILOG = """\
Each setting is a flag or the variable named beside it; the flag wins. An empty variable is unset.
A DURATION is 300ms, 10s, 1m or plain seconds; a SIZE is 65535, 256KiB or 1MiB; HOST:PORT is
127.0.0.1:50051, [::1]:50051, or :50051 for all IPv4 interfaces (0.0.0.0)."""


class _Parser(argparse.ArgumentParser):
    """Splits arguments into names and texts; what they mean is not its business."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Python 3.14 colours help otherwise.
        self.color = False

    def error(self, message: str) -> NoReturn:
        raise SettingsError((message,))


def _parser(value_count: str | None) -> argparse.ArgumentParser:
    """With "?" a flag without a value is found as None, so that it can be named together with other problems;
    None reads better in the help.
    """
    parser = _Parser(
        usage="%(prog)s [--name=value ...]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=lambda prog: argparse.RawTextHelpFormatter(
            prog, max_help_position=_HELP_INDENT, width=_HELP_WIDTH
        ),
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
        add_help=False,
    )
    for name in GROUPS:
        group = parser.add_argument_group(name)
        for setting in SETTINGS:
            if setting.group == name:
                group.add_argument(
                    setting.flag, metavar=setting.kind.metavar, nargs=value_count, help=_help(setting)
                )
    parser.add_argument_group("Help").add_argument(
        "-h", "--help", action="store_true", default=False, help="Show this and exit."
    )
    return parser


def _help(setting: Setting) -> str:
    facts = [f"default {setting.shown}", setting.limits, setting.variable]
    text = textwrap.fill(setting.summary, _HELP_WIDTH - _HELP_INDENT, break_on_hyphens=False)
    return f"{text}\n[{'; '.join(fact for fact in facts if fact)}]".replace("%", "%%")


# --- CPUs ------------------------------------------------------------------------------------------------------------


def automatic_isolates(cpus: float) -> int:
    """How many isolates suit so many CPUs."""
    return max(MIN_AUTOMATIC_ISOLATES, math.ceil(ISOLATES_PER_CPU * cpus))


def available_cpus(root: Path = Path("/")) -> float:
    """CPUs this process may use: its affinity, or less where a cgroup (v2) has a quota.

    `root` is where `proc` and `sys` are.
    """
    return min([float(len(os.sched_getaffinity(0))), *_cgroup_quotas(root)])


def _cgroup_quotas(root: Path) -> Iterable[float]:
    """The quota of our cgroup and of each above it, in CPUs; those without one are left out."""
    try:
        memberships = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    mount = root / "sys/fs/cgroup"
    # The line of version 2 has an empty list of controllers; in a container the path is mostly just "/".
    path = next((line.removeprefix("0::/") for line in memberships if line.startswith("0::/")), "")
    for group in (mount / path, *(mount / path).parents):
        if not group.is_relative_to(mount):
            return
        # The root has no such file, and "max", no number, is no quota.
        with contextlib.suppress(OSError, ValueError):
            quota, period = (group / "cpu.max").read_text().split()
            yield int(quota) / int(period)
