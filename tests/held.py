"""A script that runs for exactly as long as a test wants: it waits for the answer to an HTTP request."""

import socket
from typing import Any

from harness import PATIENCE, ServerProcess

# What a server needs for it.
FLAGS = ("--egress=public", "--egress-allow=127.0.0.0/8:*")


class Held:
    """Runs on a server with `FLAGS` from the moment that this is made, until `let_go`. It returns 'finished'."""

    def __init__(self, server: ServerProcess) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(PATIENCE)
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            self.call: Any = server.start_execute(f"await fetch('{url}'); return 'finished'", timeout=60)
            self._connection, _ = listener.accept()

    def let_go(self) -> Any:
        """Lets the script end; its result."""
        with self._connection:
            self._connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            return self.call.result(PATIENCE).result_json

    def leave(self) -> None:
        """The caller leaves."""
        self.call.cancel()
        self._connection.close()
