"""The documents as tests read them: their pages, links, anchors, and the fenced blocks with what each is for."""

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness import ROOT

DOCS = ROOT / "docs"
# What users read, and what contributors read.
USER_PAGES = sorted(DOCS.glob("*.md"))
DEVELOPMENT_PAGES = sorted((DOCS / "development").glob("*.md"))
# Folders in which nothing is ours.
_FOREIGN = {"node_modules", "dist", "build", "__pycache__", "v1"}


def _files() -> list[Path]:
    """Those of this tree that are ours, without descending into what tools and set-up made."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _FOREIGN and not name.startswith(".")]
        found += [Path(folder, name) for name in names]
    return sorted(found)


FILES = _files()
# Those of other folders. History tells of files that are gone; a specification is others' word.
ELSEWHERE = [
    path
    for path in FILES
    if path.suffix == ".md"
    and (path.parent == ROOT or path.name == "README.md")
    and DOCS not in path.parents
    and path.name not in ("CHANGELOG.md", "SPECIFICATION.md")
]

# Stands for lines or words left out.
ELISION = "…"


@dataclass(frozen=True)
class Command:
    """What is pasted, continuation lines included, and the lines that the page shows as its output."""

    text: str
    expected: str


@dataclass(frozen=True)
class Block:
    """One fenced block. `reason` is why it is not run, from the comment above it."""

    language: str
    body: str
    reason: str = ""

    @cached_property
    def commands(self) -> list[Command]:
        """Of a console block: what follows `$ `, up to the next."""
        parts = re.split(r"^\$ ", self.body, flags=re.MULTILINE)
        assert not parts[0], f"a console block begins with a command, not with {parts[0]!r}"
        commands = []
        for part in parts[1:]:
            lines = part.splitlines()
            last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
            commands.append(Command("\n".join(lines[: last + 1]), "\n".join(lines[last + 1 :]).rstrip()))
        return commands


_FENCE = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^>]+?) -->\n)?^```(?P<language>[\w-]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(found["language"], found["body"], found["reason"] or "")
        for found in _FENCE.finditer(page.read_text())
    ]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """Of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def words(page: Path) -> int:
    """As `wc -w` counts them."""
    return len(page.read_text().split())
