"""`python -m bench.warmup_stages`: where the CPU time of a zygote's warmup goes, as JSON (see bench/startup.py).

It is its own process, as a zygote is, and imports nothing that a zygote does not.
"""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Stages:
    """CPU milliseconds of what a zygote does from its first line to its first fork, in the process that this runs in."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._nested = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Without what is a stage of its own inside it."""
        outer, self._nested, begun = self._nested, 0.0, time.process_time()
        try:
            yield
        finally:
            spent = (time.process_time() - begun) * 1000
            self.spent[name] = self.spent.get(name, 0.0) + spent - self._nested
            self._nested = outer + spent

    def watch(self, owner: Any, attribute: str, name: str) -> None:
        """Has every call of `owner.attribute` count as stage `name`; `{0}` in it is the first argument."""
        function = getattr(owner, attribute)

        def watched(*arguments: Any, **named: Any) -> Any:
            first = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], str) else "runtime"
            with self.stage(name.replace("{0}", first)):
                return function(*arguments, **named)

        setattr(owner, attribute, watched)


def zygote_stages() -> dict[str, float]:
    """Warms up one zygote in this process, without its sandbox."""
    stages = Stages()
    stages.spent["Python"] = time.process_time() * 1000
    with stages.stage("imports"):
        from executor.isolate import huge_pages, zygote  # noqa: PLC0415
        from executor.isolate.icu.operations import Icu  # noqa: PLC0415
        from executor.isolate.interpreter import Interpreter  # noqa: PLC0415
        from executor.wire.options import Options  # noqa: PLC0415
    stages.watch(zygote, "read_verified", "reading and hashing")
    stages.watch(zygote, "read_bytecode", "reading and hashing")
    stages.watch(Icu, "__init__", "ICU")
    stages.watch(Interpreter, "__init__", "engine")
    stages.watch(Interpreter, "load_runtime", "{0}")
    stages.watch(Interpreter, "define", "{0}")
    stages.watch(huge_pages, "collapse", "huge pages")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs, stages.stage("the rest"):
        options = Options(
            server_pid=os.getpid(),
            modules="modules/dist",
            sandbox="off",
            max_memory_bytes=128 << 20,
            buffer_bytes=64 << 20,
            cpu_seconds=60.0,
        )
        zygote.Zygote(ours, options).warm_up()
    return stages.spent | {"sum": sum(stages.spent.values())}


if __name__ == "__main__":
    print(json.dumps(zygote_stages()))
