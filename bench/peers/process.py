"""A peer that is a command: it prints its port when it answers, and ends with its whole process group."""

import os
import platform
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
ARCHITECTURE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
# What `make peers` made: bundles of the modules, npm packages, the Go binary.
TOOLS = ROOT / ".tools" / "peers"
MODULES = TOOLS / "modules"
# The Node 20 whose library the executor bundles: an npm package, exact in its lock file, with headers to compile with.
NODE = ROOT / "modules" / "node_modules" / f"node-linux-{ARCHITECTURE}" / "bin" / "node"

# Seconds until a peer listens; loading all modules takes a second or two on a busy machine.
PATIENCE = 60.0


class NoStart(Exception):
    """A peer's process ended, or did not print its port in time. The message ends with what it wrote."""


class ProcessPeer:
    """One command that serves Execute on a port of 127.0.0.1, which it prints as its first line.

    `command` is a function, for what it names may be built after this was imported. `needs` are files without which
    it cannot run, each with the words for it. `unsupported` are scenarios that it cannot answer, with the reason.
    """

    def __init__(
        self,
        name: str,
        describe: str,
        command: Callable[[], Sequence[str]],
        *,
        needs: dict[Path, str] | None = None,
        unsupported: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.describe = describe
        self.unsupported = unsupported or {}
        self._command = command
        self._needs = needs or {}
        self._process: subprocess.Popen[str] | None = None
        # What it writes to its standard error.
        self._log = TOOLS / f"{name}.log"

    def unavailable(self) -> str | None:
        """Why it cannot run on this machine; None when it can."""
        return next((why for path, why in self._needs.items() if not path.exists()), None)

    def start(self) -> str:
        """Starts it and gives its address once it listens. Raises `NoStart`."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                list(self._command()),
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        # Killing it ends the wait for its first line.
        timer = threading.Timer(PATIENCE, self._kill)
        timer.start()
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        timer.cancel()
        if not port.isdigit():
            self.stop()
            words = self._log.read_text(errors="replace")[-500:].strip()
            raise NoStart(f"{self.name} printed {port!r} for its port; its last words: {words or 'none'}")
        return f"127.0.0.1:{port}"

    def stop(self) -> None:
        """Ends all of it at once. It holds nothing worth a goodbye."""
        if self._process:
            self._kill()
            self._process.communicate()
            self._process = None

    def pids(self) -> list[int]:
        """Its whole process tree."""
        if not self._process:
            return []
        process = psutil.Process(self._process.pid)
        return [process.pid, *(child.pid for child in process.children(recursive=True))]

    def _kill(self) -> None:
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
