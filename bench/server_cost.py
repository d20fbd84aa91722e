"""What a call costs the server beside a bare gRPC echo, and which part of the server spends it.

A ladder of servers, each with one part more than the one before; what a step adds is the cost of its part. All are
measured in one run, in turns, by the CPU clock of their process, which other load on the machine hardly disturbs.

    echo        grpc.aio alone (bench/echo_server.py)
    gates       an echo behind this server's options and everything it puts around a handler
    servicer    the real method over a pool that answers at once: checks, job, response, metrics
    server      the real server: hand-over, answer, end and replacement of an isolate for each call
    reused      the same with an affinity key: hand-over and answer, no fork

    python -m bench.server_cost [--rounds N] [--calls N] [--at-once N] [--isolation rewind] [--tree DIRECTORY]

`--isolation` is that of the rung `server`, in this tree alone. With `--tree`, the same ladder of another set-up tree stands beside it, in the same run. The isolates' own CPU time and
the zygote's are no part of this; `make bench ARGS=before` has them.
"""

# ruff: noqa: PLC0415 - each process imports only what it measures, from the tree that it measures

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RUNGS = ("echo", "gates", "servicer", "server", "reused")
# Few isolates are enough to keep a server busy whose clock is all that counts.
ARGUMENTS = (
    "--listen=127.0.0.1:0",
    "--admin-listen=off",
    "--isolates=4",
    "--affinity-isolates=4",
    "--lame-duck=0",
)
# Seconds until a server must listen and answer.
PATIENCE = 60.0
# The kernel's clock of what a process's threads were scheduled for (CPUCLOCK_SCHED in linux/posix-timers.h).
_CPUCLOCK_SCHED = 2


class Rung:
    """One server of the ladder, in its own process."""

    def __init__(self, name: str, tree: Path, isolation: str = "") -> None:
        python = sys.executable if tree == ROOT else str(tree / ".venv" / "bin" / "python")
        self.process = subprocess.Popen(
            [
                *(python, str(Path(__file__).resolve()), "--serve", name, "--tree", str(tree)),
                *(("--isolation", isolation) if isolation else ()),
            ],
            cwd=tree,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "gRPC listens on " in line:
                self.address = line.partition("gRPC listens on ")[2].split()[0]
                break
        else:
            raise RuntimeError(f"the server {name} of {tree} ended before it listened")
        self.affinity_key = "same" if name == "reused" else ""
        self.per_call: list[float] = []

    def cpu_seconds(self) -> float:
        """CPU time of the process and its threads, not of its children."""
        return time.clock_gettime((~self.process.pid << 3) | _CPUCLOCK_SCHED)

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate()


# --- What a rung serves ----------------------------------------------------------------------------------------------


def serve(name: str, tree: Path, isolation: str) -> None:
    """One rung, with the modules of `tree`, until SIGTERM."""
    sys.path[0] = str(tree)
    server = _server()

    if name in ("server", "reused"):
        flags = (*ARGUMENTS, *([f"--isolation={isolation}"] if isolation else []))
        sys.argv[1:] = flags
        sys.exit(server.main(flags) if server.__name__ == "executor.server" else server.main())
    # The loop that the tree's server runs on; the echo stays what grpc.aio is by itself.
    loop = _loop_of(server) if name != "echo" else asyncio.new_event_loop
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(_echo(tree) if name == "echo" else _without_isolates(name))


def _server() -> Any:
    """Of this tree or an older one, where all of it was in server.py."""
    try:
        from executor import server
    except ImportError:
        import server  # type: ignore[no-redef]
    return server


def _serving(server: Any) -> Any:
    """What wires that tree's server: older ones did in server.py."""
    try:
        from executor import serving
    except ImportError:
        return server
    return serving


def _loop_of(server: Any) -> Any:
    """What makes the loop of that tree's server."""
    serving = _serving(server)
    return getattr(serving, "Loop", None) or getattr(serving, "uvloop", asyncio).new_event_loop


async def _echo(tree: Path) -> None:
    import grpc

    sys.path.append(str(tree / "bench"))
    from echo_server import Echo  # type: ignore[import-not-found, unused-ignore]

    from executor.v1 import executor_pb2_grpc as pb_grpc

    served = grpc.aio.server()
    pb_grpc.add_ExecutorServiceServicer_to_server(Echo(), served)
    print(f"gRPC listens on 127.0.0.1:{served.add_insecure_port('127.0.0.1:0')}", file=sys.stderr)
    await served.start()
    await served.wait_for_termination()


async def _without_isolates(name: str) -> None:
    import logging

    server = _server()
    from executor.outcome import Outcome, Usage
    from executor.pool.pool import Pool
    from executor.pool.readiness import Readiness
    from executor.rpc import service as rpc
    from executor.settings import Settings
    from executor.v1 import executor_pb2 as pb

    logging.basicConfig(level=logging.INFO)

    class Answering(Pool):
        async def execute(self, *_: Any, **__: Any) -> Outcome:
            return Outcome(b"1", None, (), False, Usage(0.00002, 0.0003, 0.0003, 0.0004, 30_000_000))

    answer = pb.ExecuteResponse(execution_id="echo", result_json="1")

    async def echo(self: object, request: object, context: object) -> pb.ExecuteResponse:
        return answer

    if name == "gates":
        rpc.ExecutorServicer.execute = echo  # type: ignore[method-assign]
    settings = Settings.load(ARGUMENTS, {})
    pool = Answering(settings)
    served, *_ = await _serving(server)._listen(settings, pool, *_eraser(settings), Readiness(pool, settings))
    await served.wait_for_termination()


def _eraser(settings: Any) -> tuple[Any, ...]:
    """What erases types, of trees that know TypeScript."""
    try:
        from executor.pool.eraser import Eraser
    except ImportError:
        return ()
    return (Eraser(settings),)


# --- Measuring -------------------------------------------------------------------------------------------------------


def load(address: str, calls: int, at_once: int, affinity_key: str = "") -> None:
    """`calls` no-ops, `at_once` at a time."""
    import grpc

    from executor.v1 import executor_pb2 as pb
    from executor.v1 import executor_pb2_grpc as pb_grpc

    request = pb.ExecuteRequest(code="return 1", affinity_key=affinity_key)

    async def run() -> None:
        async with grpc.aio.insecure_channel(address) as channel:
            execute = pb_grpc.ExecutorServiceStub(channel).Execute
            left = iter(range(calls))

            async def worker() -> None:
                for _ in left:
                    await execute(request, timeout=PATIENCE)

            await asyncio.gather(*(worker() for _ in range(at_once)))

    asyncio.run(run())


def until_warm(rung: Rung) -> None:
    """Waits until the server runs scripts."""
    import grpc

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            load(rung.address, 200, 4, rung.affinity_key)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def measure(
    trees: list[Path], names: tuple[str, ...], rounds: int, calls: int, at_once: int, isolation: str
) -> dict[tuple[Path, str], Rung]:
    """Microseconds of server CPU per call, one figure a round, for every rung of every tree."""
    rungs = {
        (tree, name): Rung(name, tree, isolation if (tree, name) == (ROOT, "server") else "")
        for name in names
        for tree in trees
    }
    try:
        for rung in rungs.values():
            until_warm(rung)
        for number in range(rounds):
            for rung in list(rungs.values())[:: -1 if number % 2 else 1]:
                begun = rung.cpu_seconds()
                load(rung.address, calls, at_once, rung.affinity_key)
                rung.per_call.append((rung.cpu_seconds() - begun) / calls * 1e6)
    finally:
        for rung in rungs.values():
            rung.stop()
    return rungs


def table(rungs: dict[tuple[Path, str], Rung], names: tuple[str, ...], trees: list[Path]) -> list[str]:
    lines = [
        f"{'server CPU per call, µs':24}"
        + "".join(f"{tree.name:>12} {'adds':>7} {'× first':>7}" for tree in trees)
    ]
    for index, name in enumerate(names):
        line = f"{name:24}"
        for tree in trees:
            at = {rung: statistics.median(rungs[tree, rung].per_call) for rung in names}
            before = "servicer" if name == "reused" and "servicer" in names else names[max(index - 1, 0)]
            added = at[name] - at[before]
            line += f"{at[name]:12.0f} {added:+7.0f} {at[name] / at[names[0]]:7.2f}"
        lines.append(line)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.server_cost", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=2000, help="per round and server")
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--tree", type=Path, help="another tree, to be measured beside this one")
    parser.add_argument("--isolation", choices=("fork", "rewind"), default="", help="of the rung `server`")
    parser.add_argument("--only", nargs="+", choices=RUNGS, default=RUNGS, help="not the whole ladder")
    parser.add_argument("--serve", choices=RUNGS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve, arguments.tree, arguments.isolation)
        return
    sys.path[:0] = [str(ROOT)]
    trees = [ROOT, *([arguments.tree.resolve()] if arguments.tree else [])]
    names = tuple(name for name in RUNGS if name in arguments.only)
    rungs = measure(trees, names, arguments.rounds, arguments.calls, arguments.at_once, arguments.isolation)
    print(
        f"{os.cpu_count()} CPUs, medians of {arguments.rounds} rounds of {arguments.calls} calls, {arguments.at_once} at once"
    )
    print("\n".join(table(rungs, names, trees)))


if __name__ == "__main__":
    main()
