"""The tests of a checkout of tc39/test262, and what each asks for (its INTERPRETING.md)."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# What a test expects where nothing is said of an error.
ENDS = "ends"

_FRONT = re.compile(r"/\*---(.*?)---\*/", re.DOTALL)
# Every script has these, but for raw ones; the last one only where the test says when it is done.
_ALWAYS = ("assert.js", "sta.js")
_DONE = "doneprintHandle.js"


@dataclass(frozen=True)
class Case:
    """One test. `name` is its path below test/; `negative` is (phase, name of the error) where it has to fail."""

    name: str
    source: str
    flags: frozenset[str] = frozenset()
    includes: tuple[str, ...] = ()
    negative: tuple[str, str] | None = None

    @property
    def harness(self) -> tuple[str, ...]:
        """Files of harness/ that come first."""
        if "raw" in self.flags:
            return ()
        done = (_DONE,) if "async" in self.flags else ()
        return (*_ALWAYS, *done, *self.includes)

    @property
    def skipped(self) -> str:
        """Why a code block cannot run it, if so."""
        if "module" in self.flags:
            return "a module"
        if "CanBlockIsFalse" in self.flags:
            return "needs an agent that may not block"
        match = re.search(r"\$262\.(createRealm|agent|AbstractModuleSource)", self.source)
        return f"needs $262.{match[1]}" if match else ""


def parse(name: str, source: str) -> Case:
    """A test from its text. What it wants stands in a comment of its own, a little YAML: lists and one nested entry."""
    match = _FRONT.search(source)
    front = re.sub(r"\r\n?", "\n", match[1]) if match else ""
    phase, error = (
        re.search(rf"^\s+{key}:\s*(\S+)", _entry(front, "negative"), re.MULTILINE)
        for key in ("phase", "type")
    )
    return Case(
        name=name,
        source=source,
        flags=frozenset(_list(front, "flags")),
        includes=tuple(_list(front, "includes")),
        negative=(phase[1], error[1]) if phase and error else None,
    )


def _entry(front: str, key: str) -> str:
    """What follows `key:`, to the next line that is not indented."""
    match = re.search(rf"^{key}:(.*(?:\n[ \t-]+.*)*)", front, re.MULTILINE)
    return match[1] if match else ""


def _list(front: str, key: str) -> list[str]:
    """`[a, b]`, or a line with a dash for each."""
    return re.findall(r"[^\s,\[\]]+", re.sub(r"^\s*-\s+", "", _entry(front, key), flags=re.MULTILINE))


@dataclass
class Suite:
    """A checkout in `directory`, which has test/ and harness/."""

    directory: Path
    _harness: dict[str, str] = field(default_factory=dict)

    def cases(self, only: str = "", names: frozenset[str] = frozenset()) -> Iterator[Case]:
        """Tests whose path below test/ contains `only`, in order; of `names` only, if there are any."""
        tests = self.directory / "test"
        found = names or {path.relative_to(tests).as_posix() for path in tests.rglob("*.js")}
        for name in sorted(found):
            if only in name and "_FIXTURE" not in name:
                yield parse(name, (tests / name).read_bytes().decode())

    def sources(self, case: Case) -> list[str]:
        """The harness files of a test. What they declare by `const` and `let` has to outlive the eval that reads them."""
        return [self._harness.get(name) or self._read(name) for name in case.harness]

    def _read(self, name: str) -> str:
        text = (self.directory / "harness" / name).read_text()
        self._harness[name] = re.sub(r"^(?:const|let)(?= )", "var", text, flags=re.MULTILINE)
        return self._harness[name]


def read_names(path: Path) -> frozenset[str]:
    """The tests that a list names, one a line, also packed by gzip; lines with # are remarks."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
