"""The nearest of its kind on PyPI: grpc.aio in front of processes that run quickjs-rs, QuickJS inside WebAssembly.

    python bench/peers/quickjs_server.py MODULES [--source]

Each call gets a context of its own, which is a WebAssembly instance: memory, globals and modules are shared with nobody.
The modules that the script names in a plain `require('…')` come from a snapshot of a context that evaluated them, made once
for each set of them; any other is evaluated from its source when it is required. `--source` does without snapshots. MODULES
is a folder of CommonJS files, made by bench/peers/modules.mjs. A worker process runs one call at a time.
"""

import asyncio
import json
import multiprocessing
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import quickjs_rs

# Seconds of JavaScript in one call; waiting does not count.
TIME_LIMIT = 30.0

# `source` and `sleep` are functions of the host, there where they are needed.
PRELUDE = """{
  const made = {};
  globalThis.require = name => {
    if (made[name]) return made[name].exports;
    const text = source(name);
    if (text === null) throw new Error(`Cannot find module '${name}'`);
    const module = made[name] = { exports: {} };
    new Function('module', 'exports', 'require', text)(module, module.exports, require);
    return module.exports;
  };
  globalThis.setTimeout = (callback, ms, ...rest) => { sleep(ms || 0).then(() => callback(...rest)); };
}
"""

# A string of JSON is one of JavaScript too. Only a string crosses: values would be converted one by one.
SCRIPT = """await (async function (input, require) {
%s
})(JSON.parse(%s), require).then(
  value => JSON.stringify({ result: JSON.stringify(value) ?? 'null' }),
  error => JSON.stringify({ name: String(error?.name ?? 'Error'), message: String(error?.message ?? error) }),
)"""

REQUIRED = re.compile(r"""\brequire\(\s*(?:'([^'\n]+)'|"([^"\n]+)")\s*\)""")


class Answer(NamedTuple):
    """A result's JSON, or the name and message of an error."""

    result: str | None
    name: str = ""
    message: str = ""


async def _sleep(milliseconds: float) -> None:
    await asyncio.sleep(milliseconds / 1000)


class Worker:
    """What a process of the pool holds: the compiled engine, and snapshots by the modules that are in them."""

    def __init__(self, modules: str, *, with_snapshots: bool) -> None:
        names = json.loads((Path(modules) / "names.json").read_text())
        self.sources: dict[str, str] = {name: (Path(modules) / f"{name}.js").read_text() for name in names}
        self.with_snapshots = with_snapshots
        self.runtime = quickjs_rs.Runtime()
        self.snapshots: dict[tuple[str, ...], quickjs_rs.Snapshot] = {}
        self.loop = asyncio.new_event_loop()

    def snapshot(self, names: tuple[str, ...]) -> quickjs_rs.Snapshot:
        """A context that has evaluated these modules and nothing else."""
        if names not in self.snapshots:
            with self.runtime.new_context(timeout=TIME_LIMIT) as context:
                context.register("source", self.sources.get)
                context.eval(PRELUDE + "".join(f"require({json.dumps(name)});" for name in names) + "1")
                self.snapshots[names] = context.create_snapshot()
        return self.snapshots[names]

    async def evaluate(self, code: str, input_json: str) -> Answer:
        """Runs one script in a fresh context."""
        required = [one or other for one, other in REQUIRED.findall(code)]
        named = tuple(sorted({name for name in required if name in self.sources}))
        ready = self.with_snapshots and bool(named)
        with self.runtime.new_context(timeout=TIME_LIMIT) as context:
            if ready:
                self.runtime.restore_snapshot(self.snapshot(named), context)
            # Each costs a tenth of a no-op: only where they may be called, also by a module.
            if "require" in code and not (ready and code.count("require") == len(required)):
                context.register("source", self.sources.get)
            if named or "setTimeout" in code:
                context.register("sleep", _sleep)
            script = SCRIPT % (code, json.dumps(input_json))
            try:
                text = await context.eval_async(script if ready else PRELUDE + script)
            except quickjs_rs.QuickJSError as error:
                return Answer(None, getattr(error, "name", type(error).__name__), str(error))
        return Answer(**{"result": None, **json.loads(text)})


_worker: Worker


def prepare(modules: str, with_snapshots: bool) -> None:
    """Of a worker, before its first call. Compiling the engine takes a second."""
    global _worker  # noqa: PLW0603 - set once in each process of the pool
    _worker = Worker(modules, with_snapshots=with_snapshots)


def run(code: str, input_json: str) -> Answer:
    """One call, in a worker."""
    return _worker.loop.run_until_complete(_worker.evaluate(code, input_json))


async def serve(modules: str, *flags: str) -> None:
    """Listens, prints the port and serves until killed."""
    # gRPC only here: workers are spawned from this file and have no use for it.
    import grpc  # noqa: PLC0415

    from executor.v1 import executor_pb2 as pb  # noqa: PLC0415
    from executor.v1 import executor_pb2_grpc as pb_grpc  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    workers = os.cpu_count() or 1
    # spawn: a fork of a process that has gRPC's threads is not supported by gRPC.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, prepare, (modules, "--source" not in flags))

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
