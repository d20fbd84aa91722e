"""Starts each peer, runs each scenario once and says what is right, with rough calls a second where `make bench` built
the load generator.

    python -m bench.peers [NAME…] [--seconds N]
"""

import argparse
import time
from dataclasses import dataclass

import grpc

from bench import floor, load, processes
from bench.peers import BEATEN, PEERS
from bench.peers.process import NoStart, ProcessPeer
from bench.scenarios import SCENARIOS, Scenario
from bench.servers import WrongAnswer, checked


@dataclass(frozen=True)
class Cell:
    """A scenario at a peer: what to print, and why it is not a figure."""

    text: str
    why: str = ""


def measure(peer: ProcessPeer, address: str, scenario: Scenario, seconds: float) -> Cell:
    """Checks the answers; then calls a second and CPU of a call, or just `ok`."""
    if reason := peer.unsupported.get(scenario.name):
        return Cell("-", reason)
    try:
        calls = checked(peer, address, scenario, {})
    except WrongAnswer as error:
        return Cell("wrong", str(error))
    except grpc.RpcError as error:
        return Cell("failed", f"{error.code().name}: {error.details()}")
    if not load.BINARY.exists() or not seconds:
        return Cell("ok")
    load.run(address, calls, "closed", 0.2, concurrency=load.SLOW_CONCURRENCY)
    begun = processes.cpu_seconds(peer.pids())
    run = load.run(address, calls, "closed", seconds, concurrency=load.CONCURRENCY)
    spent = (processes.cpu_seconds(peer.pids()) - begun) * 1000 / max(run.calls, 1)
    return Cell(f"{run.rate:.0f}/s {spent:.2f}", "; ".join(f"{what}: {n}" for what, n in run.wrong.items()))


def row(peer: ProcessPeer, seconds: float) -> dict[str, Cell]:
    """All scenarios of one peer. Raises `NoStart`."""
    begun = time.perf_counter()
    try:
        address = peer.start()
        print(
            f"{peer.name}: {peer.describe}\n  listens after {time.perf_counter() - begun:.1f} s", flush=True
        )
        return {scenario.name: measure(peer, address, scenario, seconds) for scenario in SCENARIOS}
    finally:
        peer.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__.split("\n")[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only peers whose name contains one of these"
    )
    parser.add_argument("--seconds", type=float, default=1.0, help="of load per scenario; 0 only checks")
    arguments = parser.parse_args()
    rows = {}
    for peer in (*PEERS, *BEATEN):
        if arguments.names and not any(name in peer.name for name in arguments.names):
            continue
        if reason := peer.unavailable():
            print(f"{peer.name}: cannot run here: {reason}")
            continue
        try:
            rows[peer.name] = row(peer, arguments.seconds)
        except NoStart as error:
            print(f"{peer.name}: does not start: {error}")
    print("\ncalls a second, CPU ms of a call (all processes of the peer)")
    print(f"{'':26}" + "".join(f"{scenario.name:>14}" for scenario in SCENARIOS))
    for name, cells in rows.items():
        print(f"{name:26}" + "".join(f"{cell.text:>14}" for cell in cells.values()))
    for name, cells in rows.items():
        for scenario, cell in cells.items():
            if cell.why:
                print(f"{name}, {scenario}: {cell.why}")
    fork = floor.measure()
    print(f"floor: fork, exit and wait of an empty Python process: {fork.cpu_ms:.3f} ms of CPU")


if __name__ == "__main__":
    main()
