"""Edits of fetched source: each names a function and what has to be there exactly once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engine.sources import BuildError


@dataclass(frozen=True)
class Edit:
    """In `function` of `file` (empty: anywhere in it), `old` becomes `new`."""

    function: str
    old: str
    new: str
    file: str = "quickjs/quickjs.c"


def before(function: str, place: str, added: str, file: str = Edit.file) -> Edit:
    """Puts something before a place."""
    return Edit(function, place, added + place, file)


def after(function: str, place: str, added: str, file: str = Edit.file) -> Edit:
    """Puts something behind a place."""
    return Edit(function, place, place + added, file)


@dataclass(frozen=True)
class Mend:
    """`test` is the script of the corpus that fails without it."""

    name: str
    told: str
    test: str
    edits: tuple[Edit, ...]


def apply(folder: Path, wanted: tuple[Mend, ...]) -> list[str]:
    """Edits the sources in `folder`; the names of what was mended. Raises `BuildError`."""
    for mend in wanted:
        for edit in mend.edits:
            path = folder / edit.file
            path.write_text(_edited(path.read_text(), mend, edit))
    return [mend.name for mend in wanted]


def _edited(text: str, mend: Mend, edit: Edit) -> str:
    begin, end = _place(text, edit.function)
    count = text.count(edit.old, begin, end)
    if count != 1:
        raise BuildError(
            f"{edit.file} has the place of the mend for {mend.name} ({edit.function or 'a structure'}) {count} times "
            "instead of once: upstream changed it, so look whether engine/mends.py still needs it"
        )
    at = text.index(edit.old, begin, end)
    return text[:at] + edit.new + text[at + len(edit.old) :]


def _place(text: str, function: str) -> tuple[int, int]:
    """Where the definition of `function` begins and ends; nowhere when it is not there once."""
    if not function:
        return 0, len(text)
    pattern = rf"^[a-zA-Z][^;{{}}()]*\b{function}\([^;{{}}]*\)\s*\{{.*?^\}}"
    found = list(re.finditer(pattern, text, re.MULTILINE | re.DOTALL))
    return found[0].span() if len(found) == 1 else (0, 0)
