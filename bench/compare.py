"""`make compare`: runs the scripts of tests/corpus in Node 20 and here, and prints by group where they differ.

python -m bench.compare [-v] [--jobs N] [--program] [NAME…]     names are parts of group/name; exits 1 on an unexpected difference
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from differential import Comparison, compare, known_differences, load  # noqa: E402

COLUMNS = ("scripts", "equal", "known", "unexpected", "mended", "message differs")


def verdict(found: Comparison, known: set[str]) -> str:
    """Which column one script counts in. `mended` is listed as known and equal all the same: its row should go."""
    if found.equal:
        return "mended" if found.script.title in known else "equal"
    return "known" if found.script.title in known else "unexpected"


def table(comparisons: list[Comparison], known: set[str]) -> list[str]:
    groups: dict[str, Counter[str]] = {}
    for found in comparisons:
        for group in (found.script.group, "all"):
            groups.setdefault(group, Counter()).update(
                [
                    "scripts",
                    verdict(found, known),
                    *["message differs"] * (found.equal and not found.same_message),
                ]
            )
    lines = [f"{'group':20}" + "".join(f"{column:>17}" for column in COLUMNS)]
    for group, counts in sorted(groups.items(), key=lambda item: (item[0] == "all", item[0])):
        lines.append(f"{group:20}" + "".join(f"{counts[column] or '':>17}" for column in COLUMNS))
    equal = groups["all"]["equal"] + groups["all"]["mended"]
    return [*lines, f"{equal / len(comparisons):.2%} equal"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only scripts whose group/name contains it")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every difference, known ones too")
    parser.add_argument("--jobs", type=int, default=2, help="scripts at a time on each side")
    parser.add_argument(
        "--program", action="store_true", help="prepare each script here, and call the program"
    )
    arguments = parser.parse_args()
    wanted = [s for s in load() if not arguments.names or any(name in s.title for name in arguments.names)]
    if not wanted:
        parser.error("no script has such a name")
    known = known_differences()
    begun = time.monotonic()
    comparisons = compare(wanted, jobs=arguments.jobs, by_program=arguments.program)
    unexpected = 0
    for found in comparisons:
        what = verdict(found, known)
        unexpected += what in {"unexpected", "mended"}
        messages_only = found.equal and not found.same_message
        if (what != "equal" and (arguments.verbose or what != "known")) or (
            messages_only and arguments.verbose
        ):
            print(f"{found.script.title}: {'message differs' if what == 'equal' else what}")
            print("".join(f"    {line}\n" for line in found.difference()), end="")
    print("\n".join(table(comparisons, known)))
    print(f"{time.monotonic() - begun:.1f} s")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
