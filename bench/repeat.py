"""`python -m bench.repeat`: runs each script of the corpora twice as a deterministic run, on two servers (one rewinds, one forks; of
other start times and zones), and prints those that are not equal to the byte: result, error, console texts and offsets.

python -m bench.repeat [NAME…] [--pause SECONDS]      names are parts of group/name; exits 1 where one differs
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402
from repeats import BY_MACHINE, FLAGS, are_equal, both, corpus, hostile, kind  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.repeat", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only scripts whose group/name contains it")
    parser.add_argument(
        "--pause", type=float, default=2.0, help="seconds between the starts of the two servers"
    )
    arguments = parser.parse_args()
    scripts = [*corpus(), *hostile()]
    wanted = [
        one for one in scripts if not arguments.names or any(name in one.title for name in arguments.names)
    ]
    servers = []
    begun, equal, by_machine, differing = time.monotonic(), 0, 0, 0
    try:
        for flags in FLAGS:
            servers.append(ServerProcess("--isolates=2", "--timeout=45s", "--queue-timeout=60s", *flags))
            time.sleep(arguments.pause)
        for server in servers:
            server.serving()
        for one, responses in both(servers, wanted):
            if are_equal(responses):
                equal += 1
            elif any(kind(response) in BY_MACHINE for response in responses):
                by_machine += 1
                print(f"{one.title}: {' and '.join(map(kind, responses))}, which the machine decides")
            else:
                differing += 1
                print(
                    f"{one.title} differs:",
                    *(f"  {str(response)[:1500]}" for response in responses),
                    sep="\n",
                )
    finally:
        for server in servers:
            server.stop(expected=None)
    print(
        f"{len(wanted)} scripts on two servers: {equal} equal to the byte, {differing} differ, {by_machine} ended by a limit "
        f"({time.monotonic() - begun:.0f} s)"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
