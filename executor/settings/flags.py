"""Where settings are written: flags and variables. Finds the text of each, and what is written there by mistake.

`--queue-timeout=5s` and `EXECUTOR_QUEUE_TIMEOUT=5s` are the same setting; the flag wins. What the texts mean is not its
business, and which settings there are it is told.
"""

from __future__ import annotations

import argparse
import difflib
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from executor.settings.kinds import quoted
from executor.settings.setting import GROUPS, VARIABLE_PREFIX, Setting, Written

# The command line's variables for the server it calls. A shell that has them for the client may start a server too.
CLIENT_VARIABLES = {
    "EXECUTOR_ADDRESS",
    "EXECUTOR_CLIENT_CA",
    "EXECUTOR_CLIENT_CERTIFICATE",
    "EXECUTOR_CLIENT_KEY",
    "EXECUTOR_CLIENT_SERVER_NAME",
    "EXECUTOR_CLIENT_TOKEN",
    "EXECUTOR_CLIENT_TOKEN_FILE",
}


def find(setting: Setting, flags: Mapping[str, str], environ: Mapping[str, str]) -> Written:
    """The text that counts: the flag's, the variable's (an empty one is unset), or the default."""
    if setting.name in flags:
        return Written(setting.flag, flags[setting.name])
    if text := environ.get(setting.variable):
        return Written(setting.variable, text)
    return Written(f"the default of {setting.flag}", setting.default)


# --- Flags -----------------------------------------------------------------------------------------------------------


class _Unreadable(Exception):
    """The arguments are nothing that argparse reads; its words say why."""


def read_flags(
    argv: Sequence[str], settings: Sequence[Setting], program: str | None
) -> tuple[dict[str, str], list[str]]:
    """The text of each flag given, by the setting's name, and the problems. Of a repeated flag the last counts.

    Raises `SystemExit(0)`, after printing the help, where that is asked for; `program` is its name there.
    """
    try:
        found, rest = _parser(settings, program).parse_known_args(argv)
    except _Unreadable as error:
        return {}, [str(error)]
    if found.help:
        _parser(settings, program, shows_help=True).print_help()
        raise SystemExit(0)
    texts: dict[str, str | None] = {name: text for name, text in vars(found).items() if name != "help"}
    problems = _unknown_arguments(rest, settings)
    problems += [
        f"{setting.flag} has no value; write {setting.flag}={setting.default}, for example"
        for setting in settings
        if setting.name in texts and texts[setting.name] is None
    ]
    return {name: text for name, text in texts.items() if text is not None}, problems


def _unknown_arguments(arguments: Iterable[str], settings: Sequence[Setting]) -> list[str]:
    problems = []
    value_follows = False
    for argument in arguments:
        flag, equals, _ = argument.partition("=")
        if flag.startswith("-"):
            near = _nearest(flag, (setting.flag for setting in settings))
            problems.append(f"{quoted(flag)} is not a flag; {near}")
            value_follows = not equals
        else:
            # `--quue 5` is one mistake.
            if not value_follows:
                problems.append(f"{quoted(argument)} is not expected; settings are written --name=value")
            value_follows = False
    return problems


# --- Variables -------------------------------------------------------------------------------------------------------

# Kubernetes puts the addresses of a namespace's services into every container, named after the service. With one
# called `executor`, or `executor-something`, these are not misspelt settings.
_SERVICE_LINK = re.compile(
    r"EXECUTOR_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_\w+)?)"
)
_SERVICE_LINK_PORT = re.compile(r"EXECUTOR_(\w+_)?PORT=(tcp|udp|sctp)://.*")


def unknown_variables(environ: Mapping[str, str], settings: Sequence[Setting]) -> list[str]:
    """A problem for each variable that looks like a setting and is none."""
    known = {setting.variable for setting in settings}
    problems = []
    for name in sorted(environ):
        if not name.startswith(VARIABLE_PREFIX) or name in known or name in CLIENT_VARIABLES:
            continue
        if _SERVICE_LINK.fullmatch(name) or _SERVICE_LINK_PORT.fullmatch(f"{name}={environ[name]}"):
            continue
        problems.append(
            f"the variable {quoted(name)} is not a setting; {_nearest(name, known | CLIENT_VARIABLES)}"
        )
    return problems


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else "remove it"


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
        raise _Unreadable(message)


def _parser(
    settings: Sequence[Setting], program: str | None, *, shows_help: bool = False
) -> argparse.ArgumentParser:
    """With "?" a flag without a value is found as None, so that it can be named together with other problems; None reads better in the
    help. Laying out all its texts takes three times what all the rest here takes, and each start reads flags.
    """
    value_count = None if shows_help else "?"
    parser = _Parser(
        prog=program,
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
        for setting in settings:
            if setting.group == name:
                text = _help(setting) if shows_help else None
                group.add_argument(setting.flag, metavar=setting.kind.metavar, nargs=value_count, help=text)
    parser.add_argument_group("Help").add_argument(
        "-h", "--help", action="store_true", default=False, help="Show this and exit."
    )
    return parser


def _help(setting: Setting) -> str:
    facts = [f"default {setting.shown}", setting.limits, setting.variable]
    texts = (setting.summary, f"[{'; '.join(fact for fact in facts if fact)}]")
    filled = (textwrap.fill(text, _HELP_WIDTH - _HELP_INDENT, break_on_hyphens=False) for text in texts)
    return "\n".join(filled).replace("%", "%%")
