"""What may be written on the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

from executor import __version__
from executor.client import DEFAULT_ADDRESS, Client
from executor.client.channel import CALLER_KEY
from executor.client.cli import state
from executor.client.cli.credentials import CREDENTIALS, VARIABLE_PREFIX
from executor.client.cli.map import map_inputs
from executor.client.cli.prepare import prepare
from executor.client.cli.run import run as run_script
from executor.client.programs import LANGUAGES
from executor.formats.quantities import parse_duration, parse_size

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_Alternatives: TypeAlias = "argparse._MutuallyExclusiveGroup"

_Value = TypeVar("_Value")

ADDRESS_VARIABLE: Final = "EXECUTOR_ADDRESS"

_EPILOG = """\
exit codes:
  0  the script returned, or the server is ready
  1  the script failed: it threw, ran out of time or memory, or does not parse
  2  wrong usage, an unusable file or stdout, a request or credentials refused
  3  the server could not run the script, or is not ready
  4  nothing answers at the address

examples:
  %(prog)s run hello.js
  %(prog)s run hello.ts
  %(prog)s run -e 'return input[0] + 1' --input '[1, 2]'
  %(prog)s run sum.js --input '{"a": 1, "b": 2}'
  echo 'return input.length' | %(prog)s run - --input @list.json
  %(prog)s run thumbnail.js --input-bytes cat.png --bytes > small.bin
  %(prog)s map price.js --inputs orders.jsonl > out.jsonl
  %(prog)s health --address 10.0.0.7:50051
"""


def parser(program: str) -> argparse.ArgumentParser:
    """Of all commands. What it reads has `command`, which carries it out; `program` is the name typed."""
    made = argparse.ArgumentParser(
        prog=program,
        # Short: the flags are those of each command, which lists them.
        usage="%(prog)s [-h] [FLAGS] COMMAND ...",
        description="Runs JavaScript on an executor server, and shows how it is; `serve` starts one.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"flow-executor {__version__}")
    _add_shared(made, is_before=True)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True, prog=program)
    # Taken by executor/__main__.py; here for --help.
    commands.add_parser("serve", help="start a server; `serve --help` lists its settings", add_help=False)
    _add_run(commands)
    _add_prepare(commands)
    _add_map(commands)
    _command(commands, "warmup", state.warmup, "show what the warmup loaded, module by module")
    _command(commands, "status", state.status, "show load, memory and limits")
    _add_health(commands)
    return made


def _add_run(commands: _Commands) -> None:
    run = _command(commands, "run", run_script, "run a script and print what it returns, as JSON")
    once = _add_script(run)
    once.add_argument(
        "--program",
        metavar="HASH",
        help="what `prepare` printed, in place of the script: the server has its code",
    )
    _add_timeout(run, "how long it may run")
    run.add_argument(
        "--execution-id", default="", metavar="ID", help="a name of this execution for the server's logs"
    )
    _add_repeating(run)
    run.add_argument(
        "--follow", action="store_true", help="show what the script prints as it prints it, not at the end"
    )
    run.add_argument(
        "--input",
        metavar="JSON|@FILE|-",
        help="what the script sees as `input`: JSON, a file of it, or stdin; without it, null",
    )
    run.add_argument(
        "--input-bytes", metavar="FILE|-", help="a file, or stdin, that the script sees as `input`, a Buffer"
    )
    run.add_argument(
        "--bytes",
        action="store_true",
        help="print a Uint8Array or Buffer that it returns as the bytes that it is, not as JSON",
    )


def _add_repeating(run: argparse.ArgumentParser) -> None:
    run.add_argument(
        "--record",
        metavar="FILE",
        help="make the run one that can be repeated, and write to FILE (JSON) what that takes: seed, time, zone, HTTP exchanges",
    )
    run.add_argument(
        "--replay",
        metavar="FILE",
        help="repeat the run that FILE is of, with the same script and input: its HTTP requests are answered from FILE, and "
        "nothing is sent",
    )


def _add_prepare(commands: _Commands) -> None:
    prepared = _command(
        commands,
        "prepare",
        prepare,
        "have the server compile a script and keep it, and print the hash that `run --program` takes",
    )
    _add_script(prepared)


def _add_map(commands: _Commands) -> None:
    each = _command(
        commands,
        "map",
        map_inputs,
        "run a script for each line of a file, and print what it returns, a line each",
    )
    _add_script(each)
    _add_timeout(each, "how long each run may take")
    each.add_argument(
        "--inputs",
        metavar="FILE|-",
        required=True,
        help="one JSON document a line, the script's `input` in one run each; blank lines are left out; - is stdin",
    )
    each.add_argument(
        "--fail-fast",
        action="store_true",
        help="stop at the first line that has no result; without it, go on",
    )


def _add_health(commands: _Commands) -> None:
    health = _command(commands, "health", state.health, "show whether the server can run scripts")
    health.add_argument(
        "--service",
        default="",
        metavar="NAME",
        help="a name of grpc.health.v1, such as liveness; without it, readiness",
    )


def _add_script(command: argparse.ArgumentParser) -> _Alternatives:
    once = command.add_mutually_exclusive_group(required=True)
    once.add_argument(
        "file", metavar="FILE", nargs="?", help="the script, the body of an async function; - is stdin"
    )
    once.add_argument("-e", "--eval", dest="code", metavar="CODE", help="the script itself, in place of FILE")
    command.add_argument(
        "--language",
        choices=tuple(LANGUAGES),
        help="what the script is written in; without it TypeScript where FILE ends in .ts, otherwise JavaScript",
    )
    return once


def _add_timeout(command: argparse.ArgumentParser, how_long: str) -> None:
    command.add_argument(
        "--timeout",
        type=_timeout,
        metavar="DURATION",
        help=f"{how_long}, such as 500ms or 2s; without it, as the server is set",
    )
    limits = command.add_argument_group("limits of a run, where they are lower than the server's")
    limits.add_argument("--cpu-limit", type=_timeout, metavar="DURATION", help="CPU time, such as 100ms")
    limits.add_argument(
        "--max-memory-bytes", type=_size, metavar="SIZE", help="memory that it may fill, such as 64MiB"
    )
    limits.add_argument(
        "--max-fetches", type=_count, metavar="COUNT", help="HTTP requests that it may send; 0 for none"
    )
    limits.add_argument(
        "--max-console-bytes", type=_size, metavar="SIZE", help="console text that is kept, such as 4KiB"
    )


def _command(
    commands: _Commands,
    name: str,
    command: Callable[[Client, argparse.Namespace], int],
    summary: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    parser.set_defaults(command=command)
    _add_shared(parser, is_before=False)
    return parser


def _add_shared(parser: argparse.ArgumentParser, *, is_before: bool) -> None:
    """The flags of all commands, which may be before the command or after it; what is after it counts."""

    def default(value: object) -> object:
        # Where a flag is not after the command, that has nothing to say of it.
        return value if is_before else argparse.SUPPRESS

    address = os.environ.get(ADDRESS_VARIABLE) or DEFAULT_ADDRESS
    parser.add_argument(
        "--address",
        default=default(address),
        metavar="HOST:PORT",
        help=f"the server ({address}; {ADDRESS_VARIABLE} sets it too)",
    )
    parser.add_argument(
        "--json", action="store_true", default=default(False), help="print one JSON document, for programs"
    )
    parser.add_argument(
        "--caller",
        default=default(""),
        metavar="NAME",
        help=f"whose share of the server it takes, where no token says that ({CALLER_KEY})",
    )
    group = parser.add_argument_group("credentials")
    for flag, suffix, metavar, text in CREDENTIALS:
        variable = VARIABLE_PREFIX + suffix
        group.add_argument(
            flag,
            default=default(os.environ.get(variable, "")),
            metavar=metavar,
            help=f"{text} ({variable} too)",
        )


def _timeout(text: str) -> float:
    return _parsed(parse_duration, text)


def _size(text: str) -> int:
    return _parsed(parse_size, text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r}: it must be a whole number such as 16")
    return int(text)


def _parsed(parse: Callable[[str], _Value], text: str) -> _Value:
    try:
        return parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None
