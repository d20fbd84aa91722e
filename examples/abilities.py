"""What a call may have beside code and input, one after the other: `python examples/abilities.py [ADDRESS]`, with flow-executor's client
installed.
"""

import gzip
import sys
from datetime import UTC, datetime

from executor.client import Client, Deterministic, Recording, RunLimits, ScriptFailed

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051"

with Client(ADDRESS) as client:
    # Bytes in and out.
    packed = client.execute(
        "return require('zlib').gzipSync(input)", input_bytes=b"bytes", accept_bytes=True
    ).result
    print("bytes:", gzip.decompress(packed).decode())

    # Lower limits than the server's.
    try:
        client.execute("for (;;) {}", limits=RunLimits(cpu=0.05, max_fetches=0))
    except ScriptFailed as failed:
        print("limits:", failed)

    # A conversation: the block calls back, and prints while it runs.
    rows = {7: "Ada"}
    greeting = "const name = await host.lookup(input); console.log('found', name); return 'Hello, ' + name"
    talk = client.converse(
        greeting, 7, functions={"lookup": rows.get}, on_console=lambda said: print("console:", said)
    )
    print("conversation:", talk.result)

    # A run that can be repeated: what it had of chance, time and HTTP is in its recording.
    asked = Deterministic(seed=1, start_time=datetime.now(UTC), time_zone="Asia/Tokyo")
    first = client.execute(
        "return [Math.random(), String(new Date())]", deterministic=asked, record_http=True
    )
    recording = Recording.from_json(first.recording.to_json())
    again = client.execute(
        "return [Math.random(), String(new Date())]",
        deterministic=recording.deterministic,
        replay_http=recording,
    )
    print("repeated:", first.result == again.result)

    # TypeScript.
    print("typescript:", client.execute("return (input as number) * 2", 21, language="typescript").result)
