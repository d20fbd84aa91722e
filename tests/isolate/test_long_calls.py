"""One call that is longer than a run may take: it ends at the limit, not when it would be done."""

import pytest
from harness import ServerProcess

from executor.v1 import executor_pb2 as pb

# Of each the whole takes some seconds. That of a limit that is seen only at its end is all of that.
LONG = {
    "packing by Brotli": """
        const bytes = Buffer.alloc(3e7);
        for (let at = 0, seed = 1; at < 40000; at++) bytes[at] = (seed = Math.imul(seed, 69069) + 1) >>> 24;
        for (let size = 40000; size < bytes.length; size *= 2) bytes.copyWithin(size + 7, 0, size);
        require('zlib').brotliCompressSync(bytes)""",
    "packing by Brotli, fast": """
        const bytes = Buffer.alloc(4e8, 'some text ');
        require('zlib').brotliCompressSync(bytes, { params: { 1: 9 } });
        require('zlib').brotliCompressSync(bytes, { params: { 1: 9 } })""",
    "unpacking by Brotli": """
        const { brotliCompressSync, brotliDecompressSync } = require('zlib');
        const bytes = brotliCompressSync(Buffer.alloc(5e7), { params: { 1: 2 } });
        for (;;) brotliDecompressSync(bytes)""",
    "writing JSON": """
        const row = new Array(20000).fill(1 / 3);
        JSON.stringify(new Array(2000).fill(row))""",
    "writing a result": """
        const row = { list: new Array(20000).fill(1 / 3) };
        return new Array(2000).fill(row)""",
    "reading JSON, names": "JSON.parse('{' + '\"a\":1,'.repeat(4e7) + '\"a\":1}')",
    "reading JSON, elements": "JSON.parse('[' + '[],'.repeat(2e7) + '1]')",
    "comparing by a language's rules": """
        const text = 'a b\\u00e9\\u4e2d'.repeat(8e6);
        ('A' + text).localeCompare('a' + text)""",
}


@pytest.fixture(scope="module")
def server():
    server = ServerProcess(
        "--isolates=1",
        "--cpu-limit=300ms",
        "--max-timeout=60s",
        "--kill-grace=60s",
        "--max-memory-bytes=1073741824",
    )
    server.serving()
    yield server
    assert server.result("return 'next'") == "next"
    server.stop()


@pytest.mark.parametrize("code", LONG.values(), ids=LONG)
def test_long_call_ends_at_its_limit_of_cpu_time_and_not_when_it_is_done(server, code):
    response = server.execute(code, timeout=60)
    assert response.error.kind == pb.ERROR_KIND_CPU_LIMIT, response
    assert 300 <= response.usage.cpu_duration.ToMilliseconds() < 1000
