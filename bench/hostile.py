"""`make hostile`: runs the hostile scripts of tests/hostile against a server, and prints how each ended.

python -m bench.hostile [--isolates N] [--program] [NAME…]      names are parts of group/name; exits 1 where a promise broke
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402
from hostile_scripts import Measurement, load, measure  # noqa: E402


def row(found: Measurement) -> str:
    script, problems = found.script, found.problems()
    return (
        f"{script.title:44} {script.limit * 1000:6.0f} ms {found.ended_at * 1000:7.0f} ms  {found.kind:17}"
        f" {found.slot_back * 1000:5.0f} ms  {'; '.join(problems) or 'ok'}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only scripts whose group/name contains it")
    parser.add_argument("--isolates", type=int, default=2)
    parser.add_argument("--program", action="store_true", help="prepare each script, and call the program")
    arguments = parser.parse_args()
    wanted = [s for s in load() if not arguments.names or any(name in s.title for name in arguments.names)]
    server = ServerProcess(f"--isolates={arguments.isolates}")
    broken, late = 0, 0.0
    try:
        server.serving().all_ready()
        print(f"{'script':44} {'limit':>9} {'ended at':>10}  {'kind':17} {'slot back':>8}")
        for script in wanted:
            found = measure(server, script, by_program=arguments.program)
            broken += bool(found.problems())
            late = max(late, found.ended_at - script.limit)
            print(row(found), flush=True)
    finally:
        server.stop(expected=None)
    print(
        f"{len(wanted)} scripts, {broken} broke a promise; the latest ended {late * 1000:.0f} ms past its limit"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
