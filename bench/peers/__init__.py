"""What a user would pick instead, each as good as its own best practice allows; README.md says why it is that.

All answer the contract of `executor.v1`: the code is the body of an async function with `input` and `require`, and
the seven modules are there in the versions of modules/package-lock.json. `make peers` installs what they need.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.peers.process import MODULES, NODE, ROOT, TOOLS, ProcessPeer

NO_EVENT_LOOP = "no event loop: setTimeout does not exist"
NO_MODULES = {MODULES: "the modules are not bundled: make peers"}
PACKAGES = TOOLS / "node" / "node_modules"
GOJA = TOOLS / "goja"
# The environment of requirements-bench.txt.
BENCH = ROOT / ".tools" / "bench"
ISOLATED_VM = PACKAGES / "isolated-vm" / "build" / "Release" / "isolated_vm.node"


def python(server: str, *arguments: str) -> Sequence[str]:
    """A server of this folder, in this Python."""
    return [sys.executable, str(ROOT / "bench" / "peers" / server), *arguments]


def dukpy(name: str, describe: str, mode: str) -> ProcessPeer:
    """A peer of dukpy_server.py."""
    return ProcessPeer(
        name,
        describe,
        lambda: python("dukpy_server.py", mode, str(MODULES / "es2022")),
        needs=NO_MODULES,
        unsupported={"timer": NO_EVENT_LOOP, "mixed": NO_EVENT_LOOP},
    )


def quickjs(name: str, describe: str, *flags: str) -> ProcessPeer:
    """A peer of quickjs_server.py, in the environment that has its package."""
    server = str(ROOT / "bench" / "peers" / "quickjs_server.py")
    return ProcessPeer(
        name,
        describe,
        lambda: [str(BENCH / "bin" / "python"), server, str(MODULES / "es2022"), *flags],
        needs=NO_MODULES | {BENCH / "installed": "quickjs-rs is not installed: make peers"},
    )


def node(name: str, describe: str, peer: str, needs: dict[Path, str], *flags: str) -> ProcessPeer:
    """A peer of node/server.mjs, in Node 20."""
    server = str(ROOT / "bench" / "peers" / "node" / "server.mjs")
    return ProcessPeer(
        name,
        describe,
        lambda: [str(NODE), *flags, server, peer, str(PACKAGES), str(MODULES / "es2022")],
        needs={
            NODE: f"{NODE.name} is not there: make setup",
            PACKAGES: "npm packages are missing: make peers",
            **needs,
        },
    )


def isolated_vm(name: str, describe: str, mode: str) -> ProcessPeer:
    """A peer of node/isolated.mjs. The flag is demanded by its README."""
    needs = NO_MODULES | {ISOLATED_VM: "isolated-vm is not compiled: make peers (needs a C++ compiler)"}
    return node(name, describe, f"isolated:{mode}", needs, "--no-node-snapshot")


PEERS = (
    dukpy(
        "process-pool-fresh",
        "Python ProcessPoolExecutor, a fresh dukpy interpreter with all seven modules for each call: "
        "JavaScript state is fresh; no time limit, worker processes are shared by all calls",
        "fresh",
    ),
    dukpy(
        "process-pool-fresh-lazy",
        "the same, but only modules that the script requires are evaluated, nothing is preloaded",
        "fresh-lazy",
    ),
    dukpy(
        "process-pool-reused",
        "Python ProcessPoolExecutor, one dukpy interpreter a worker, evaljs for each call: isolates nothing",
        "reused",
    ),
    isolated_vm(
        "isolated-vm-fresh",
        "Node and isolated-vm, a fresh isolate for each call, modules that the script requires from V8's code cache: "
        "heap, time and memory limit of its own; one process for all",
        "fresh",
    ),
    isolated_vm(
        "isolated-vm-context",
        "Node and isolated-vm, one isolate a process, a fresh context for each call: heap and memory limit are shared",
        "context",
    ),
    node(
        "node-vm",
        "Node's vm, a fresh context for each call, modules shared by all: no security boundary",
        "contexts",
        {},
    ),
    ProcessPeer(
        "goja",
        "Go and goja, a fresh runtime for each call, modules compiled once and evaluated where a script requires them: "
        "JavaScript state and time are its own; no memory limit, one process for all",
        lambda: [str(GOJA), str(MODULES / "es2015")],
        needs=NO_MODULES | {GOJA: "not built: make peers (needs Go 1.25 or later)"},
    ),
    quickjs(
        "quickjs-rs",
        "Python ProcessPoolExecutor and quickjs-rs (QuickJS in wasmtime), a fresh context for each call, modules that the "
        "script requires from a snapshot: memory and its limit, JavaScript state and time are its own",
    ),
)

# Peers that another one beats in everything: `python -m bench.peers` measures them, `make bench` does not.
BEATEN = (
    isolated_vm(
        "isolated-vm-snapshot",
        "isolated-vm-fresh, but an isolate comes from a snapshot with all seven modules, which its author advises against",
        "snapshot",
    ),
    quickjs(
        "quickjs-rs-source",
        "quickjs-rs, but modules are evaluated from their sources where a script requires them",
        "--source",
    ),
)
