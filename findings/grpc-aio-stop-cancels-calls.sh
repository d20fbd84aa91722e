#!/usr/bin/env bash
# `grpc.aio.Server.stop(grace)` ends calls that have arrived and that no handler has taken yet as CANCELLED, at once, whatever the grace:
# the server takes one call in each turn of its loop, so where several came in one turn all but the first are lost like this. Those
# whose handler runs get the grace, and UNAVAILABLE after it. A client that retries UNAVAILABLE, as a graceful stop has it expect, does
# not retry these. A few turns of the loop between what refuses new work and `stop` let handlers take and refuse them all.
#
# Seen 2026-12-01, grpcio 1.85.1, CPython 3.11.7.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check grpcio==1.85.1
"$work/venv/bin/python" - <<'PYTHON'
import asyncio, collections, logging, sys, threading, time
import grpc, grpc.aio

METHOD, CALLS = "/finding.Service/Call", 5
logging.disable(logging.CRITICAL)

async def refuse(request, context):
    await context.abort(grpc.StatusCode.UNAVAILABLE, "draining")

async def serve(listening, called, seconds):
    server = grpc.aio.server()
    handler = grpc.unary_unary_rpc_method_handler(refuse)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("finding.Service", {"Call": handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    listening.append(port)
    await asyncio.to_thread(called[0].wait)
    called[1].set()
    time.sleep(1)  # The loop is busy while the calls arrive.
    await asyncio.sleep(seconds)
    await server.stop(1.0)

def codes(seconds):
    listening, called = [], (threading.Event(), threading.Event())
    thread = threading.Thread(target=lambda: asyncio.run(serve(listening, called, seconds)))
    thread.start()
    while not listening:
        time.sleep(0.01)
    with grpc.insecure_channel(f"127.0.0.1:{listening[0]}") as channel:
        grpc.channel_ready_future(channel).result(30)
        called[0].set()
        called[1].wait()
        calls = [channel.unary_unary(METHOD).future(b"", timeout=30) for _ in range(CALLS)]
        ended = collections.Counter(call.code().name for call in calls)
    thread.join()
    return dict(sorted(ended.items()))

seen = {seconds: codes(seconds) for seconds in (0, 0.2)}
for seconds, ended in seen.items():
    print(f"stop {seconds} s after they came: {ended}")
sys.exit(seen != {0: {"CANCELLED": CALLS - 1, "UNAVAILABLE": 1}, 0.2: {"UNAVAILABLE": CALLS}})
PYTHON
