"""Starts the server: `python server.py [flags]`. The wiring is in executor/server.py."""

import sys

from executor.server import leave, main

if __name__ == "__main__":
    leave(main(sys.argv[1:], program="python server.py"))
