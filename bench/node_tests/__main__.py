"""`make node-tests DIR=…`: runs Node's own tests through isolates, and prints a table by what they are about.

python -m bench.node_tests DIR [--passes FILE] [--excluded FILE] [--only PART] [--jobs N] [--failures FILE] [--node]

DIR is `test` of a checkout of nodejs/node. Exits 1 where a test fails that --excluded does not name.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402

from bench.node_tests.running import SERVER_FLAGS, SKIPPED, Verdict, here, in_node, run  # noqa: E402
from bench.node_tests.suite import Case, Folder, read_names  # noqa: E402

SHOWN = 10


def row_of(case: Case) -> str:
    """What a test is about: the first word of its name."""
    return case.name.removesuffix(".js").split("-")[1]


def table(verdicts: list[Verdict], excluded: frozenset[str]) -> list[str]:
    """A line for each kind, and one for all."""
    tests = Counter(row_of(verdict.case) for verdict in verdicts)
    passed = Counter(row_of(verdict.case) for verdict in verdicts if verdict.passed)
    known = Counter(row_of(each.case) for each in verdicts if not each.passed and each.case.name in excluded)
    width = max([len(row) for row in tests] + [5])
    lines = [f"{'about':{width}} {'tests':>6} {'passed':>7} {'excluded':>9} {'failed':>7}"]
    for row, count in [*sorted(tests.items()), ("all", tests.total())]:
        good, out = (passed.total(), known.total()) if row == "all" else (passed[row], known[row])
        lines.append(f"{row:{width}} {count:>6} {good:>7} {out or '':>9} {count - good - out or '':>7}")
    return lines


def verdicts_of(arguments: argparse.Namespace, folder: Folder, cases: list[Case]) -> list[Verdict]:
    if arguments.node:
        return list(run(in_node, folder, cases, arguments.jobs))
    server = ServerProcess(f"--isolates={arguments.jobs}", *SERVER_FLAGS)
    try:
        return list(run(here(server.serving()), folder, cases, arguments.jobs))
    finally:
        server.stop(expected=None)


def report(file: Path | None, failed: list[Verdict]) -> None:
    """All failures into the file, else the first few on standard output."""
    lines = [f"{each.case.name}\t{' '.join(each.problem.split())[:300]}" for each in failed]
    if file:
        file.write_text("".join(f"{line}\n" for line in lines))
        return
    for line in lines[:SHOWN]:
        print(line.replace("\t", ": "))
    if len(lines) > SHOWN:
        print(f"… and {len(lines) - SHOWN} more: --failures FILE has all")


def parsed() -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    parser = argparse.ArgumentParser(prog="python -m bench.node_tests", description=__doc__)
    parser.add_argument("directory", type=Path, help="the folder test of a checkout of nodejs/node")
    parser.add_argument(
        "--passes",
        type=Path,
        metavar="FILE",
        help="only tests that this file lists: the first word of each line",
    )
    parser.add_argument(
        "--excluded", type=Path, metavar="FILE", help="tests that may fail: the first word of each line"
    )
    parser.add_argument("--only", default="", metavar="PART", help="only tests whose name contains it")
    parser.add_argument("--jobs", type=int, default=2, help="tests at a time")
    parser.add_argument(
        "--failures", type=Path, metavar="FILE", help="write each failure there: name, tab, what happened"
    )
    parser.add_argument("--node", action="store_true", help="run them in Node 20: what the shim is good for")
    return parser, parser.parse_args()


def main() -> int:
    parser, arguments = parsed()
    if not (arguments.directory / "parallel").is_dir():
        parser.error(f"{arguments.directory} has no parallel/: it is not the folder test of nodejs/node")
    folder = Folder(arguments.directory)
    names = read_names(arguments.passes) if arguments.passes else frozenset()
    excluded = read_names(arguments.excluded) if arguments.excluded else frozenset()
    cases = list(folder.cases(arguments.only, names))
    if not cases:
        parser.error("no such test")
    begun = time.monotonic()
    ended = verdicts_of(arguments, folder, cases)
    verdicts = [each for each in ended if not each.problem.startswith(SKIPPED)]
    failed = [each for each in verdicts if not each.passed]
    report(arguments.failures, failed)
    print("\n".join(table(verdicts, excluded)))
    for each in ended:
        if each not in verdicts:
            print(f"{each.case.name}: {each.problem}")
    print(f"{time.monotonic() - begun:.0f} s")
    return 0 if all(each.case.name in excluded for each in failed) else 1


if __name__ == "__main__":
    sys.exit(main())
