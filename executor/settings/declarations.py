"""The settings: each declared once. Parsing, ranges, `--help` and docs/reference.md come from the declarations.

A setting more is one declaration here. What it is read from is `flags`' business, what kinds of values there are `kinds`',
which contradict each other `conflicts`'.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from executor.formats.egress_entries import Entry
from executor.formats.manifest import default_directory
from executor.settings.conflicts import conflicts
from executor.settings.cpus import (
    ISOLATES_PER_CPU,
    MIN_AUTOMATIC_ISOLATES,
    automatic_isolates,
    available_cpus,
)
from executor.settings.flags import find, read_flags, unknown_variables
from executor.settings.kinds import (
    ADDRESS,
    ADMIN_ADDRESS,
    ALLOW_LIST,
    COUNT,
    DIRECTORY,
    DURATION,
    FILE,
    HEADERS,
    HOSTS,
    METADATA_KEY,
    OFF,
    ORIGINS,
    SIZE,
    ZONE,
    one_of,
    quoted,
)
from executor.settings.setting import (
    CALLERS,
    CONFINEMENT,
    EGRESS,
    HEALTH,
    ISOLATES,
    LIFECYCLE,
    LIMITS,
    LISTENING,
    LOGGING,
    Setting,
    declared,
)

EXIT_SETTINGS = 2
EXIT_CANNOT_SPAWN = 4


class SettingsError(Exception):
    """At least one setting is wrong. `problems` has one line for each, in the order of `--help`."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decided, checked and complete. Durations are seconds, sizes bytes.

    The upper ends of ranges are far from what is sensible: they catch a wrong unit, and keep what gRPC may have to
    send or receive at once under its 2 GiB.
    """

    # One paragraph for each setting; one line for each argument would be three times as long.
    # fmt: off
    listen: str = declared(LISTENING, ADDRESS, "127.0.0.1:50051",
        "Address of the gRPC service. Without a host, all IPv4 interfaces; port 0 is any free port.")
    plaintext: str = declared(LISTENING, one_of("WHERE", "loopback", "anywhere"), "loopback",
        "Where the gRPC service and the HTTP door may listen without TLS. `anywhere` is for networks that encrypt and "
        "authenticate by themselves, such as a service mesh.")
    admin_listen: str = declared(LISTENING, ADMIN_ADDRESS, "127.0.0.1:8080",
        "Address of the HTTP pages for health and metrics, or `off`. They are plain HTTP and ask nobody "
        "who they are; they show load, memory, versions, modules and names of callers, nothing of scripts.")
    admin_hosts: tuple[str, ...] = declared(LISTENING, HOSTS, OFF,
        "Names by which they may be asked for, with commas between, beside addresses, the host of --admin-listen and "
        "names that nobody can own in public (flow-executor, flow-executor.prod.svc); with any other the answer is 421. "
        "They hold for --http-listen, too, where it asks for neither TLS nor tokens.")
    http_listen: str = declared(LISTENING, ADMIN_ADDRESS, OFF,
        "Address of the HTTP door, or `off`: the service by POST, as JSON or binary (Connect protocol), with the TLS, the "
        "tokens and the limits of the gRPC service.")
    http_origins: tuple[str, ...] = declared(LISTENING, ORIGINS, OFF,
        "Origins of web pages that may call by the HTTP door in their visitors' browsers, such as https://tools.example.com, "
        "with commas between.")

    tls_certificate: str = declared(CALLERS, FILE, OFF,
        "The server's certificate and its chain, as PEM: the gRPC service speaks TLS. Read again when it changes.")
    tls_key: str = declared(CALLERS, FILE, OFF,
        "The private key of --tls-certificate, as PEM.")
    tls_client_ca: str = declared(CALLERS, FILE, OFF,
        "Certificates, as PEM, that must have signed the callers' own: without one no caller connects.")
    tokens: str = declared(CALLERS, FILE, OFF,
        "Who may call, by which token, and what (docs/access.md). Read again when it changes.")
    max_connections: int = declared(CALLERS, COUNT, "1000",
        "Connections to the gRPC service at once; more are closed as they come.",
        "1..60000")
    max_connection_age: float = declared(CALLERS, DURATION, "30m",
        "A connection so old takes no more calls, and ends after those it has; callers connect again, "
        "under certificates of today.",
        "1s..1440m")
    max_held_request_bytes: int = declared(CALLERS, SIZE, "32MiB",
        "Requests of all callers that are being read, wait or run, and as much again of inputs of batches; beyond, "
        "calls wait, the slowest sender is ended, and a call that finds no room within 2s is refused.",
        "1MiB..64GiB")
    max_held_answer_bytes: int = declared(CALLERS, SIZE, "48MiB",
        "Answers of all callers that are on their way, at least eight of the largest; beyond, the slowest reader is hung "
        "up on.",
        "1MiB..64GiB")
    max_batches: int = declared(CALLERS, COUNT, "64",
        "Streams (ExecuteBatch, Converse, server reflection) open at once; for one more, the one that sent nothing "
        "for the longest time is ended, if that is over 10s.",
        "1..100000")
    max_watches: int = declared(CALLERS, COUNT, "4096",
        "Calls of health's Watch open at once; for one more, the oldest is ended of the connection that has the most.",
        "1..1000000")

    isolates: int = declared(ISOLATES, COUNT, "0",
        "Isolates kept ready or running, each a process: as many jobs run at once. 0 means "
        f"{ISOLATES_PER_CPU} per available CPU, at least {MIN_AUTOMATIC_ISOLATES}.",
        "0..4096", default_shown="0 (automatic)")
    queue: int = declared(ISOLATES, COUNT, "256",
        "Jobs that may wait for an isolate; more are refused at once. 0 lets none wait.",
        "0..100000")
    queue_timeout: float = declared(ISOLATES, DURATION, "5s",
        "How long a job may wait for an isolate before it is refused.",
        "1ms..60m")
    caller_metadata_key: str = declared(ISOLATES, METADATA_KEY, "x-caller",
        "Metadata key that names the caller: isolates and the queue are shared fairly between callers. `off` takes "
        "all calls for one caller's.")

    affinity_isolates: int = declared(ISOLATES, COUNT, "0",
        "Isolates that may be kept idle after an execution with an affinity_key, for the next one of the same caller, key "
        "and code. 0: the key has no effect, and every execution has a never-used isolate.",
        "0..4096")
    affinity_max_uses: int = declared(ISOLATES, COUNT, "1000",
        "Executions with an affinity_key that one isolate may serve before it is replaced.",
        "1..1000000000")
    affinity_idle: float = declared(ISOLATES, DURATION, "60s",
        "How long an isolate may wait for its next execution, or a batch's for its next input, before it is replaced.",
        "100ms..1440m")
    affinity_memory_bytes: int = declared(ISOLATES, SIZE, "128MiB",
        "An isolate that came to hold more, what it shares with others included, is not kept.",
        "1MiB..64GiB")

    isolation: str = declared(ISOLATES, one_of("MODE", "rewind", "fork"), "rewind",
        "Where never-used isolates come from. `rewind`: a used one is put back, byte for byte, for the same caller, where "
        "this machine allows it; otherwise, and with `fork`, each execution has a process of its own.")
    rewind_max_uses: int = declared(ISOLATES, COUNT, "1000",
        "Executions that one process may serve, rewound in between, before it is replaced.",
        "1..1000000000")

    typescript: str = declared(ISOLATES, one_of("WHEN", "lazy", "warm", "off"), "lazy",
        "When the isolates that erase the types of TypeScript start: with the first block that has some, after the others, "
        "or never.")

    tz: str = declared(ISOLATES, ZONE, "UTC",
        "Time zone of scripts: their Date and Intl. The server's own times are not changed by it.")

    timeout: float = declared(LIMITS, DURATION, "10s",
        "How long a script may run when its request does not say.",
        "1ms..60m")
    max_timeout: float = declared(LIMITS, DURATION, "60s",
        "The longest run a request may ask for.",
        "1ms..60m")
    cpu_limit: float = declared(LIMITS, DURATION, "10s",
        "CPU time that a run may use, however long it may take: waiting costs none.",
        "10ms..60m")
    max_memory_bytes: int = declared(LIMITS, SIZE, "128MiB",
        "Memory that a script may fill, some 25 MiB of warm modules included.",
        "32MiB..4GiB")
    max_code_bytes: int = declared(LIMITS, SIZE, "65535",
        "The longest script, in UTF-8.",
        "1..16MiB")
    max_input_bytes: int = declared(LIMITS, SIZE, "1MiB",
        "The largest input, as JSON.",
        "1..256MiB")
    max_result_bytes: int = declared(LIMITS, SIZE, "5MiB",
        "The largest result, as JSON; a larger one fails the script.",
        "1..256MiB")
    max_console_messages: int = declared(LIMITS, COUNT, "1000",
        "Console messages kept of one run; the rest is dropped and the response says so.",
        "0..1000000")
    max_console_bytes: int = declared(LIMITS, SIZE, "256KiB",
        "Console text kept of one run; the rest is dropped and the response says so.",
        "0..64MiB")
    max_programs: int = declared(LIMITS, COUNT, "64",
        "Programs (code that was prepared) kept for one caller; the least recently used goes first. 0 keeps none.",
        "0..10000")
    max_program_bytes: int = declared(LIMITS, SIZE, "16MiB",
        "What the programs of one caller may take, code and bytecode.",
        "64KiB..1GiB")
    max_functions: int = declared(LIMITS, COUNT, "64",
        "Functions that the caller of one conversation may offer.",
        "1..1000")
    max_calls: int = declared(LIMITS, COUNT, "1000",
        "Calls of the caller's functions in one conversation.",
        "1..1000000")
    max_call_bytes: int = declared(LIMITS, SIZE, "16MiB",
        "Arguments and answers of those calls in one conversation, as JSON.",
        "1KiB..1GiB")
    max_record_bytes: int = declared(LIMITS, SIZE, "1MiB",
        "The largest record of a run's HTTP exchanges, given out or taken in.",
        "1KiB..256MiB")

    egress: str = declared(EGRESS, one_of("WHERE", "off", "public", "listed"), "off",
        "Where HTTP requests of scripts may go: nowhere, to public addresses and what is listed, or only to what is "
        "listed (docs/egress.md).")
    egress_allow: tuple[Entry, ...] = declared(EGRESS, ALLOW_LIST, OFF,
        "What is listed: [SCHEME://]HOST[:PORT], with commas between. HOST is a name, *.example.com for all names "
        "under one, an address or a block of addresses; `off` lists nothing.")
    egress_ca: str = declared(EGRESS, FILE, OFF,
        "Certificates, as PEM, that HTTPS servers may be signed by, beside those that the system trusts.")
    egress_credentials: str = declared(EGRESS, FILE, OFF,
        "Headers, such as Authorization, that the server adds to requests of scripts and that no script can read: for which "
        "origin and caller, and from which file (docs/egress.md). Read again when it or such a file changes.")
    egress_unrecorded_headers: tuple[str, ...] = declared(EGRESS, HEADERS,
        "authorization,cookie,set-cookie,x-api-key",
        "Headers that no record of a run's HTTP exchanges has; `off` leaves none out.")
    egress_max_requests: int = declared(EGRESS, COUNT, "50",
        "Requests that one run may send.",
        "1..10000")
    egress_max_concurrent: int = declared(EGRESS, COUNT, "10",
        "Requests of one run under way at once; more wait for their turn.",
        "1..1000")
    egress_max_connections: int = declared(EGRESS, COUNT, "256",
        "Connections of the whole server for requests of scripts, idle ones included; more requests wait for one.",
        "1..60000")
    egress_max_url_bytes: int = declared(EGRESS, SIZE, "8KiB",
        "The longest URL.",
        "64..64KiB")
    egress_max_header_bytes: int = declared(EGRESS, SIZE, "16KiB",
        "The headers of a request, and those of a response.",
        "1KiB..64KiB")
    egress_max_request_bytes: int = declared(EGRESS, SIZE, "5MiB",
        "The largest body of a request.",
        "0..256MiB")
    egress_max_response_bytes: int = declared(EGRESS, SIZE, "5MiB",
        "The largest body of a response, decompressed.",
        "0..256MiB")
    egress_max_held_bytes: int = declared(EGRESS, SIZE, "32MiB",
        "Bodies of one run that the server holds at once: requests that wait or are under way, and responses that the "
        "script has not yet taken.",
        "64KiB..1GiB")
    egress_timeout: float = declared(EGRESS, DURATION, "30s",
        "How long one request may take, redirects and body included. It never outlives its run.",
        "1ms..60m")
    egress_connect_timeout: float = declared(EGRESS, DURATION, "5s",
        "How long looking up a host may take, and then connecting to it.",
        "1ms..60m")

    sandbox: str = declared(CONFINEMENT, one_of("MODE", "enforce", "best-effort", "off"), "enforce",
        "What the kernel takes away from isolates: all of it or refuse to start, what this machine can, or "
        "nothing (for debugging; scripts then have only the engine between them and the host).")
    engine: str = declared(CONFINEMENT, one_of("BUILD", "built", "pypi"), "built",
        "The JavaScript engine: what set-up built, or refuse to start where it is another or an older one; or, whatever "
        "set-up made, the one of PyPI's dukpy, which has known holes (docs/security.md).")

    modules: str = declared(HEALTH, DIRECTORY, str(default_directory()),
        "Directory of the bundled modules, made by `make modules`.",
        default_shown="modules/dist, or the wheel's own")
    warmup_timeout: float = declared(HEALTH, DURATION, "60s",
        "How long loading all modules may take before the warmup counts as failed.",
        "1ms..60m")
    warmup_failure: str = declared(HEALTH, one_of("ACTION", "exit", "hold"), "exit",
        "After a failed warmup: end the server, or keep it up, never ready, to be looked at.")
    canary_interval: float = declared(HEALTH, DURATION, "10s",
        "Pause between two canaries: small scripts that prove that jobs still run.",
        "1ms..60m")
    canary_timeout: float = declared(HEALTH, DURATION, "5s",
        "A canary without an answer for so long turns readiness off.",
        "1ms..60m")

    lame_duck: float = declared(LIFECYCLE, DURATION, "2s",
        "After SIGTERM: how long new jobs are still taken, while balancers notice that readiness is off.",
        "0s..60m")
    drain_timeout: float = declared(LIFECYCLE, DURATION, "25s",
        "After that: how long jobs may take to finish. The sum of the two belongs under the "
        "supervisor's grace period (Kubernetes: 30s).",
        "0s..60m")
    kill_grace: float = declared(LIFECYCLE, DURATION, "50ms",
        "How long after its timeout a script that did not stop by itself is killed.",
        "1ms..60s")

    log_level: str = declared(LOGGING, one_of("LEVEL", "debug", "info", "warning", "error"), "info",
        "The least severe messages written to stderr. `debug` has a line for each execution.")
    log_format: str = declared(LOGGING, one_of("FORMAT", "text", "json"), "text",
        "How they are written: for people, or as one JSON object a line (docs/operate.md).")
    metrics_callers: int = declared(LOGGING, COUNT, "20",
        "Callers whose executions, CPU time and refusals have metrics by name: those who come first; all others are `other`.",
        "0..1000")
    traces: str = declared(LOGGING, one_of("EXPORTER", "off", "otlp"), "off",
        "Where OpenTelemetry spans go. `otlp` needs the extra `otel`; the OTEL_ variables say where to and how many.")
    traces_propagate: str = declared(LOGGING, one_of("WHERE", "off", "all"), "off",
        "Whether HTTP requests of scripts carry a `traceparent`: `all` tells it to everybody whom scripts call.")
    # fmt: on

    @classmethod
    def load(cls, argv: Sequence[str], environ: Mapping[str, str], *, program: str | None = None) -> Settings:
        """Reads flags (without the program's name) and variables; an empty variable counts as unset.

        `program` is what the help calls the program; by itself the file that runs. Raises `SettingsError` with every
        problem; `SystemExit(0)`, after printing the help, if there is a `--help`.
        """
        flags, problems = read_flags(argv, SETTINGS, program)
        written = {setting.name: find(setting, flags, environ) for setting in SETTINGS}
        values = {}
        for setting in SETTINGS:
            source, text = written[setting.name]
            try:
                values[setting.name] = setting.parse(text)
            except ValueError as error:
                problems.append(f"{source} is {quoted(text)}; {error}")
        problems += conflicts(values, written)
        problems += unknown_variables(environ, SETTINGS)
        if problems:
            raise SettingsError(tuple(problems))
        values["isolates"] = values["isolates"] or automatic_isolates(available_cpus())
        return cls(**values)


SETTINGS: tuple[Setting, ...] = tuple(Setting(name=item.name, **item.metadata) for item in fields(Settings))


def load_or_exit(argv: Sequence[str], environ: Mapping[str, str], *, program: str | None = None) -> Settings:
    """`Settings.load`; prints the problems to stderr, one a line, and raises `SystemExit(2)` if there are any."""
    try:
        return Settings.load(argv, environ, program=program)
    except SettingsError as error:
        count = len(error.problems)
        heading = f"{count} problem{'' if count == 1 else 's'} with the settings (--help lists them):"
        lines = [heading, *(f"  {problem}" for problem in error.problems)]
        sys.stderr.write("\n".join(lines) + "\n")
        raise SystemExit(EXIT_SETTINGS) from None
