"""Texts that may be dates, as Node 20 reads them and as this server does: prints those that differ.

python -m bench.dates [--count N] [--seed N] [--zone ZONE…]     exits 1 where a text differs that docs/compatibility.md does not list
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from date_texts import differing, draw_texts  # noqa: E402
from harness import ServerProcess  # noqa: E402

ZONES = ["UTC", "America/New_York"]
SHOWN = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.dates", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="texts in each zone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--zone", nargs="+", default=ZONES, help="IANA names")
    arguments = parser.parse_args()
    texts = draw_texts(arguments.count, arguments.seed)
    worse = 0
    for zone in arguments.zone:
        begun = time.monotonic()
        server = ServerProcess("--isolates=2", "--timeout=45s", f"--tz={zone}")
        try:
            found = differing(server.serving(), texts, zone)
        finally:
            server.stop(expected=None)
        unknown = [difference for difference in found if not difference.known]
        worse += len(unknown)
        print(
            f"{zone:20} {len(texts)} texts, {len(unknown)} differ, {len(found) - len(unknown)} by the seconds of "
            f"local mean time ({time.monotonic() - begun:.1f} s)"
        )
        for difference in unknown[:SHOWN]:
            print(f"    {difference.text!a}: Node {difference.node}, here {difference.here}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
