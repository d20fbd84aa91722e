"""Calls a code block many times and sends it once: `python examples/programs.py [ADDRESS]`, with flow-executor's client installed."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from executor.client import Client, ScriptFailed

HERE = Path(__file__).resolve().parent
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051"

with Client(ADDRESS) as client:
    # A block that does not parse ends here, with its line. Where the server later lacks the program the client sends its code again.
    price = client.prepare((HERE / "price.js").read_text())
    print(price.hash)

    def total(line: str) -> str:
        try:
            return str(client.execute(price, input_json=line).result["total"])
        except ScriptFailed as failed:
            return str(failed)

    with ThreadPoolExecutor(4) as callers:
        print(*callers.map(total, (HERE / "orders.jsonl").read_text().splitlines()), sep="\n")
