#!/usr/bin/env bash
# grpc.aio wakes its event loop once for each event, though the first wake takes all events that are there. Its poller thread writes a byte to a
# socket for each event (four in a unary call of a server); the loop's reader takes one byte and then the whole queue. So while n
# bytes lie there, n - 1 turns of the loop follow that find nothing, each with its system calls: where the loop is busy, most of
# them. A loop whose `add_reader` has all bytes but one taken before that reader is called misses nothing and spares them.
#
# Seen 2026-12-01, grpcio 1.85.1, CPython 3.11.7: of 2,000 calls, 50 at a time from another process, 8,002 wakes, of which some 6,800
# find nothing; taken together 3,700 are left. (grpc's main branch reads many bytes at once; no release does so far.)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check grpcio==1.85.1
cat > "$work/client.py" <<'PYTHON'
import sys
from concurrent.futures import ThreadPoolExecutor
import grpc
with grpc.insecure_channel(sys.argv[1]) as channel, ThreadPoolExecutor(50) as threads:
    call = channel.unary_unary("/finding.Service/Call")
    assert list(threads.map(lambda number: call(b"%d" % number, timeout=60), range(2000))) == [b"%d" % number for number in range(2000)]
PYTHON
"$work/venv/bin/python" - "$work/client.py" <<'PYTHON'
import asyncio, functools, socket, sys
import grpc, grpc.aio

class Loop(asyncio.SelectorEventLoop):
    together, wakes, needless = False, 0, 0

    def add_reader(self, fd, callback, *args):
        if isinstance(callback, functools.partial) and isinstance(fd, socket.socket):
            self.queued = 0
            super().add_reader(fd, self.woken, fd, callback)
        else:
            super().add_reader(fd, callback, *args)

    def woken(self, sock, callback):
        lying = len(sock.recv(100_000, socket.MSG_PEEK))
        self.wakes += 1
        # Bytes that lay there at the last wake, but for the one it took, are of events that it took, too.
        self.needless += self.queued > 0
        self.queued = max(self.queued - 1, lying - 1)
        if self.together and lying > 1:
            sock.recv(lying - 1)
            self.queued = 0
        callback()

async def answer(request, context):
    return request

async def serve():
    server = grpc.aio.server()
    handler = grpc.unary_unary_rpc_method_handler(answer)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("finding.Service", {"Call": handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    client = await asyncio.create_subprocess_exec(sys.executable, sys.argv[1], f"127.0.0.1:{port}")
    assert await client.wait() == 0
    await server.stop(None)

seen = []
for Loop.together in (False, True):
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(serve())
        loop = runner.get_loop()
        seen.append((loop.wakes, loop.needless))
        print(f"{'together' if Loop.together else 'as it comes'}: {loop.wakes} wakes, {loop.needless} find nothing")
(apart, needless), (together, _) = seen
sys.exit(not (apart > 1.5 * together and needless > apart / 4))
PYTHON
