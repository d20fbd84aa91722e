"""One call that is longer than a run may take: it ends at the limit, not when it would be done."""

import pytest
from harness import ServerProcess

from executor.v1 import executor_pb2 as pb

LIMIT = 500  # ms of CPU time

# What is made ready, and the one call. Whole, the call takes some seconds of CPU time.
LONG = {
    "packing by Brotli": (
        """const bytes = Buffer.alloc(3e7);
        for (let at = 0, seed = 1; at < 40000; at++) bytes[at] = (seed = Math.imul(seed, 69069) + 1) >>> 24;
        for (let size = 40000; size < bytes.length; size *= 2) bytes.copyWithin(size + 7, 0, size);""",
        "require('zlib').brotliCompressSync(bytes)",
    ),
    "packing by Brotli, fast": (
        "const bytes = require('crypto').randomFillSync(Buffer.alloc(6e7))",
        "require('zlib').brotliCompressSync(bytes, { params: { 1: 9 } })",
    ),
    "unpacking by Brotli": (
        """const { brotliCompressSync, brotliDecompressSync } = require('zlib');
        const bytes = brotliCompressSync(Buffer.alloc(5e7), { params: { 1: 2 } });""",
        "for (;;) brotliDecompressSync(bytes)",
    ),
    "writing JSON": (
        "const row = new Array(20000).fill(1 / 3)",
        "JSON.stringify(new Array(2000).fill(row))",
    ),
    "writing a result": (
        "const row = { list: new Array(20000).fill(1 / 3) }",
        "return new Array(2000).fill(row)",
    ),
    "reading JSON, names": (
        """const text = '{' + '"":1e-300,'.repeat(1.2e7) + '"a":1}'""",
        "JSON.parse(text)",
    ),
    "reading JSON, elements": (
        "const text = '[' + '[],'.repeat(2e7) + '1]'",
        "JSON.parse(text)",
    ),
    "comparing by a language's rules": (
        "const text = 'a b\\u00e9\\u4e2d'.repeat(8e6), one = 'A' + text, other = 'a' + text",
        "one.localeCompare(other)",
    ),
}
SPENT = "const { user, system } = process.cpuUsage(); console.log(user + system);"


@pytest.fixture(scope="module")
def server():
    server = ServerProcess(
        "--isolates=1",
        f"--cpu-limit={LIMIT}ms",
        "--max-timeout=60s",
        "--kill-grace=60s",
        "--max-memory-bytes=1073741824",
    )
    server.serving()
    yield server
    assert server.result("return 'next'") == "next"
    server.stop()


@pytest.mark.parametrize(("ready", "call"), LONG.values(), ids=LONG)
def test_long_call_ends_at_its_limit_of_cpu_time_and_not_when_it_is_done(server, ready, call):
    response = server.execute(f"{ready}\n{SPENT}\n{call}", timeout=60)
    assert response.error.kind == pb.ERROR_KIND_CPU_LIMIT, response
    # Making hundreds of megabytes ready is mostly the kernel's work, and on some machines most of the limit or more.
    before = max([LIMIT, *(int(one.text) / 1000 for one in response.console_messages)])
    assert LIMIT <= response.usage.cpu_duration.ToMilliseconds() < 2 * before
