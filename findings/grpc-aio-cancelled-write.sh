#!/usr/bin/env bash
# On a grpc.aio server, a handler whose task is cancelled in the middle of `context.write` leaves its caller without an end: no status
# comes, whether the handler then raises the cancellation, returns, or asks for a status with `abort`. The caller has the message that
# was being written, and waits for its own deadline; without one, for ever. Where it was the call's first message, `abort` fails with
# GRPC_CALL_ERROR_TOO_MANY_OPERATIONS: the headers are still on their way with that message, but `write` marks them as sent only after
# it has awaited, so they are sent again with the status. A cancel that finds the handler elsewhere ends the call: with `abort` the
# caller has that status, with a raised cancellation it waits as well.
#
# Seen 2026-12-01, grpcio 1.85.1, CPython 3.11.7.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check grpcio==1.85.1
"$work/venv/bin/python" - <<'PYTHON'
import asyncio, logging, sys
import grpc, grpc.aio

METHOD, SECONDS = "/finding.Service/Stream", 3
logging.disable(logging.CRITICAL)

def cancelled(where, then):
    async def behaviour(requests, context):
        task = asyncio.current_task()
        asyncio.get_running_loop().call_soon(task.cancel) if where == "write" else None
        try:
            await context.write(b"a message")
            asyncio.get_running_loop().call_soon(task.cancel)
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            task.uncancel()
            if then == "abort":
                await context.abort(grpc.StatusCode.UNAUTHENTICATED, "no longer")
            if then == "raise":
                raise
    return behaviour

async def end(where, then):
    server = grpc.aio.server()
    handler = grpc.stream_stream_rpc_method_handler(cancelled(where, then))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("finding.Service", {"Stream": handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        call = channel.stream_stream(METHOD)(timeout=SECONDS)
        assert await call.read() == b"a message"
        code = await call.code()
    await server.stop(0)
    return code.name

seen = {(where, then): asyncio.run(end(where, then)) for where in ("write", "elsewhere") for then in ("abort", "raise", "return")}
for (where, then), code in seen.items():
    print(f"cancelled in {where:9} then {then:6}: {code}")
expected = {
    ("write", "abort"): "DEADLINE_EXCEEDED", ("write", "raise"): "DEADLINE_EXCEEDED", ("write", "return"): "DEADLINE_EXCEEDED",
    ("elsewhere", "abort"): "UNAUTHENTICATED", ("elsewhere", "raise"): "DEADLINE_EXCEEDED", ("elsewhere", "return"): "OK",
}
sys.exit(seen != expected)
PYTHON
