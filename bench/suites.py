"""`make suites`: runs the test suites that packages publish in Node 20 and in isolates, and prints what passed.

python -m bench.suites          exits 1 where an assertion fails here that holds in Node
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from differential import SUITE_FLAGS, Answer, compare, published_suites  # noqa: E402


def passed(answer: Answer) -> str:
    if answer.kind != "OK":
        return f"{answer.kind} {answer.name}: {answer.message}"[:60]
    counts = json.loads(answer.result)
    return f"{counts['assertions'] - len(counts['failed'])} of {counts['assertions']}"


def main() -> int:
    worse = 0
    print(f"{'suite':28}{'Node 20':>16}{'here':>16}")
    for found in compare(published_suites(), *SUITE_FLAGS, live=True):
        worse += not found.equal
        print(f"{found.script.name:28}{passed(found.node):>16}{passed(found.here):>16}")
        if not found.equal:
            print("".join(f"    {line}\n" for line in found.difference()), end="")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
