"""Node's own tests in a folder that the caller has (nodejs/node's `test`, or a copy of it), and the files that each needs."""

import base64
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A fixture that is larger is no use to a block: what reads it wants a real file.
MOST_BYTES = 4 << 20
FLAGS = re.compile(r"^// Flags:(.*)$", re.MULTILINE)
RELATIVE = re.compile(r"""require\(\s*['"`](\.{1,2}/[^'"`]+)['"`]""")
KEYS = re.compile(r"\breadKeys?\b|\bfixtures\.path\('keys'|'keys'")


@dataclass(frozen=True)
class Case:
    """One test: `name` is that of its file in parallel/."""

    name: str
    source: str

    @property
    def flags(self) -> tuple[str, ...]:
        """What it wants node to be started with."""
        match = FLAGS.search(self.source)
        return tuple(match[1].split()) if match else ()


@dataclass(frozen=True)
class Folder:
    """`directory` has parallel/, common/ and, for tests that read keys and the like, fixtures/."""

    directory: Path

    def cases(self, only: str = "", names: frozenset[str] = frozenset()) -> Iterator[Case]:
        """Tests whose name contains `only`, in order; of `names` only, if there are any."""
        tests = self.directory / "parallel"
        for name in sorted(names or {path.name for path in tests.glob("test-*.js")}):
            if only in name:
                yield Case(name, (tests / name).read_text())

    def files(self, case: Case) -> dict[str, str]:
        """Path below the folder → content in base64, of all that the test may ask for beside itself: what it requires by a
        relative path, what that requires, and each fixture whose name one of them mentions.
        """
        found: dict[str, bytes] = {}
        texts = [("parallel", case.source)]
        for base, text in texts:
            for wanted in RELATIVE.findall(text):
                path = self._resolve(base, wanted)
                # common itself is ours (common.js).
                if path is None or path in found or path == "common/index.js":
                    continue
                found[path] = (self.directory / path).read_bytes()
                texts.append((str(Path(path).parent), found[path].decode()))
        for path in self._fixtures("\n".join(text for _, text in texts)):
            found.setdefault(path, (self.directory / path).read_bytes())
        return {path: base64.b64encode(content).decode() for path, content in found.items()}

    def _resolve(self, base: str, wanted: str) -> str | None:
        start = (self.directory / base / wanted).resolve()
        root = self.directory.resolve()
        for path in (
            start,
            start.with_name(f"{start.name}.js"),
            start / "index.js",
            start.with_name(f"{start.name}.json"),
        ):
            if path.is_file() and path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return None

    def _fixtures(self, text: str) -> Iterator[str]:
        keys = KEYS.search(text) is not None
        for path in self._all_fixtures:
            name = path.rsplit("/", 1)[-1]
            if (keys and path.startswith("fixtures/keys/")) or name in text:
                yield path

    @functools.cached_property
    def _all_fixtures(self) -> list[str]:
        root = self.directory / "fixtures"
        return sorted(
            path.relative_to(self.directory).as_posix()
            for path in root.rglob("*")
            if path.is_file() and path.stat().st_size <= MOST_BYTES
        )


def read_names(path: Path) -> frozenset[str]:
    """The tests that a list names: the first word of each line; lines with # are remarks."""
    lines = (line.split() for line in path.read_text().splitlines() if not line.startswith("#"))
    return frozenset(words[0] for words in lines if words)
