"""`python tests/patient_server.py [--name=value ...]`: the server, to which no process stands still, however long it is stopped.

For tests only, and outside of what is installed. An idle isolate that is stopped is replaced after half a second: a test that
stops one, to do something in its place or before it goes on, would have to be through with that by then, and may not even be
scheduled.
"""

import math
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from executor import server  # noqa: E402
from executor.pool import stops  # noqa: E402

# For `ServerProcess`.
PROGRAM = (sys.executable, "tests/patient_server.py")


def main() -> int:
    stops.MOMENT = math.inf
    return server.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
