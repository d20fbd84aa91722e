"""What a Python programmer writes first: grpc.aio in front of a ProcessPoolExecutor, dukpy in its workers.

    python bench/peers/dukpy_server.py fresh|fresh-lazy|reused MODULES

`fresh` makes an interpreter for each call and requires all preloaded modules in it, `fresh-lazy` leaves them to the
script's own `require`, `reused` has one interpreter for all calls of a worker. MODULES is a folder of CommonJS files,
made by bench/peers/modules.mjs. Each worker runs one call at a time. A script that never ends holds its worker for
ever: ProcessPoolExecutor has no way to end it.
"""

import asyncio
import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import dukpy

# evaljs runs the jobs that wait before it takes the value of the last expression: by then the promise has settled.
SCRIPT = """(function () {
  const out = {};
  (async function (input, require) {
%s
  })(JSON.parse(dukpy.input_json), require).then(
    value => { const text = JSON.stringify(value); out.result = text === undefined ? 'null' : text; },
    error => { out.name = String(error && error.name || 'Error'); out.message = String(error && error.message || error); }
  );
  return out;
})()"""


class Answer(NamedTuple):
    """A result's JSON, or the name and message of an error."""

    result: str | None
    name: str = ""
    message: str = ""


def interpreter(modules: str, *, load: bool) -> dukpy.JSInterpreter:
    """One with the modules within reach of dukpy's own `require`; `load` evaluates all of them."""
    made = dukpy.JSInterpreter()
    made.loader.register_path(modules)
    if load:
        names = json.loads((Path(modules) / "names.json").read_text())
        made.evaljs("".join(f"require({name!r});" for name in names) + "1")
    return made


def evaluate(interpreter: dukpy.JSInterpreter, code: str, input_json: str) -> Answer:
    """Runs one script."""
    try:
        out = interpreter.evaljs(SCRIPT % code, input_json=input_json)
    except dukpy.JSRuntimeError as error:
        return Answer(None, "SyntaxError", str(error))
    if "result" in out:
        return Answer(out["result"])
    return Answer(None, out.get("name", "Error"), out.get("message", "the script waits for what never comes"))


class Worker:
    """What a process of the pool holds, set once by `prepare`."""

    modules: str
    load: bool
    shared: dukpy.JSInterpreter | None


def prepare(mode: str, modules: str) -> None:
    """Of a worker, before its first call."""
    Worker.modules, Worker.load = modules, mode != "fresh-lazy"
    Worker.shared = interpreter(modules, load=True) if mode == "reused" else None


def run(code: str, input_json: str) -> Answer:
    """One call, in a worker."""
    if Worker.shared:
        return evaluate(Worker.shared, code, input_json)
    return evaluate(interpreter(Worker.modules, load=Worker.load), code, input_json)


async def serve(mode: str, modules: str) -> None:
    """Listens, prints the port and serves until killed."""
    # gRPC only here: workers are spawned from this file and have no use for it.
    import grpc  # noqa: PLC0415

    from executor.v1 import executor_pb2 as pb  # noqa: PLC0415
    from executor.v1 import executor_pb2_grpc as pb_grpc  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    workers = os.cpu_count() or 1
    # spawn: a fork of a process that has gRPC's threads is not supported by gRPC.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, prepare, (mode, modules))

    class Executor(pb_grpc.ExecutorServiceServicer):
        async def Execute(self, request: pb.ExecuteRequest, context: object) -> pb.ExecuteResponse:  # noqa: N802
            answer = await loop.run_in_executor(pool, run, request.code, request.input_json or "null")
            if answer.result is not None:
                return pb.ExecuteResponse(execution_id=request.execution_id, result_json=answer.result)
            error = pb.ScriptError(name=answer.name, message=answer.message)
            return pb.ExecuteResponse(execution_id=request.execution_id, error=error)

    # The pool starts a worker for each call that finds none idle.
    await asyncio.gather(*(loop.run_in_executor(pool, run, "return 1", "null") for _ in range(workers)))
    server = grpc.aio.server()
    pb_grpc.add_ExecutorServiceServicer_to_server(Executor(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    asyncio.run(serve(*sys.argv[1:]))
