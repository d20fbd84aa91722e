"""What commands read: scripts and inputs, from files, stdin or the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from executor.client import RunLimits
from executor.client.cli.exits import UsageError


def read(path: str) -> str:
    """The text of a file, or of stdin for `-`. Raises `UsageError`."""
    data = bytes_of(path) or b""
    try:
        # Editors on Windows begin files with a byte order mark.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "stdin" if path == "-" else path
        raise UsageError(f"{name} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}") from None


def bytes_of(path: str | None) -> bytes | None:
    """Those of a file, or of stdin for `-`; None where none is meant. Raises `UsageError`."""
    if path is None:
        return None
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None


def limits_of(arguments: argparse.Namespace) -> RunLimits:
    """Those of the run that the command line names."""
    return RunLimits(
        cpu=arguments.cpu_limit,
        memory_bytes=arguments.max_memory_bytes,
        max_fetches=arguments.max_fetches,
        max_console_bytes=arguments.max_console_bytes,
    )


def script_of(arguments: argparse.Namespace) -> str:
    """The script, from a file, stdin or the command line itself. Raises `UsageError`."""
    return read(arguments.file) if arguments.code is None else str(arguments.code)


def label_of(arguments: argparse.Namespace) -> str:
    """What its stack lines call it."""
    if getattr(arguments, "program", None):
        return "[program]"
    if arguments.code is not None:
        return "[code]"
    return "[stdin]" if arguments.file == "-" else str(arguments.file)


def input_of(argument: str | None) -> str | None:
    """JSON text from JSON, `@file` or `-`; None where there is no input. Raises `UsageError`."""
    if argument is None:
        return None
    is_source = argument == "-" or argument.startswith("@")
    text = read(argument.removeprefix("@")) if is_source else argument
    if not text.strip():
        # The server would take it for null, which is hardly what an empty file means.
        raise UsageError("the input is empty; write null for no input, or leave --input out")
    if not is_source and Path(argument).is_file() and not _is_json(argument):
        raise UsageError(
            f"the input is no JSON; if the file of that name is meant, write --input @{argument}"
        )
    return text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def count_lines(path: str) -> int | None:
    """None where it cannot be known before they are read."""
    if path == "-" or not sys.stderr.isatty() or not Path(path).is_file():
        return None
    with open(path, "rb") as file:
        return sum(1 for line in file if line.strip())


def language_of(arguments: argparse.Namespace) -> str:
    """What the script is written in: as `--language` says, otherwise as its file is called."""
    if arguments.language:
        return str(arguments.language)
    is_typescript = (arguments.file or "").lower().endswith((".ts", ".mts", ".cts"))
    return "typescript" if is_typescript else "javascript"
