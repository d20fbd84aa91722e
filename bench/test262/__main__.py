"""`make test262 DIR=…`: runs a checkout of tc39/test262 through isolates, and prints a table by directory.

python -m bench.test262 DIR [--passes FILE] [--only PART] [--jobs N] [--failures FILE]

Sloppy mode, or strict where a test asks for it; no modules. Exits 1 where a test fails, with --passes one of that list.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402

from bench.test262.running import FLAGS, Verdict, run  # noqa: E402
from bench.test262.suite import Case, Suite, read_names  # noqa: E402

# How many parts of a path name a row.
DEPTH = 2
SHOWN = 10


def row_of(case: Case) -> str:
    return "/".join(case.name.split("/")[:-1][:DEPTH])


def table(verdicts: list[Verdict]) -> list[str]:
    """A line for each directory, and one for all."""
    tests = Counter(row_of(verdict.case) for verdict in verdicts)
    failed = Counter(row_of(verdict.case) for verdict in verdicts if not verdict.passed)
    width = max([len(row) for row in tests] + [9])
    lines = [f"{'directory':{width}} {'tests':>7} {'passed':>7} {'failed':>7} {'passed':>8}"]
    for row, count in sorted(tests.items()):
        lines.append(_line(row, width, count, failed[row]))
    return [*lines, _line("all", width, tests.total(), failed.total())]


def _line(name: str, width: int, count: int, failed: int) -> str:
    share = f"{(count - failed) / count:.2%}" if count else ""
    return f"{name:{width}} {count:>7} {count - failed:>7} {failed or '':>7} {share:>8}"


def watched(verdicts: list[Verdict], total: int, verdict: Verdict) -> None:
    """Tells on stderr how far it is; a whole run takes minutes."""
    verdicts.append(verdict)
    if len(verdicts) % 1000 == 0 or len(verdicts) == total:
        failed = sum(not each.passed for each in verdicts)
        print(f"{len(verdicts)} of {total}, {failed} failed", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.test262", description=__doc__)
    parser.add_argument("directory", type=Path, help="a checkout of tc39/test262")
    parser.add_argument(
        "--passes", type=Path, metavar="FILE", help="only tests that this file lists, a path each"
    )
    parser.add_argument("--only", default="", metavar="PART", help="only tests whose path contains it")
    parser.add_argument("--jobs", type=int, default=4, help="tests at a time")
    parser.add_argument(
        "--failures", type=Path, metavar="FILE", help="write each failure there: path, tab, what happened"
    )
    arguments = parser.parse_args()
    if not (arguments.directory / "harness").is_dir():
        parser.error(f"{arguments.directory} has no harness/: it is no checkout of tc39/test262")
    suite = Suite(arguments.directory)
    names = read_names(arguments.passes) if arguments.passes else frozenset()
    found = list(suite.cases(arguments.only, names))
    runnable = [case for case in found if not case.skipped]
    if not runnable:
        parser.error("no such test")
    begun = time.monotonic()
    verdicts: list[Verdict] = []
    server = ServerProcess(f"--isolates={arguments.jobs}", *FLAGS)
    try:
        for verdict in run(server.serving(), suite, runnable, arguments.jobs):
            watched(verdicts, len(runnable), verdict)
    finally:
        server.stop(expected=None)
    report(arguments.failures, verdicts)
    print("\n".join(table(verdicts)))
    for reason, count in Counter(case.skipped for case in found if case.skipped).most_common():
        print(f"left out: {count}, {reason}")
    print(f"{time.monotonic() - begun:.0f} s")
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def report(file: Path | None, verdicts: list[Verdict]) -> None:
    """All failures into the file, else the first few on standard output."""
    lines = [
        f"{each.case.name}\t{' '.join(each.problem.split())[:200]}" for each in verdicts if not each.passed
    ]
    if file:
        file.write_text("".join(f"{line}\n" for line in lines))
        return
    for line in lines[:SHOWN]:
        print(line.replace("\t", ": "))
    if len(lines) > SHOWN:
        print(f"… and {len(lines) - SHOWN} more: --failures FILE has all")


if __name__ == "__main__":
    sys.exit(main())
