"""PSS of all processes with several numbers of idle isolates."""

import psutil

from bench.processes import pss_mib
from bench.servers import ServerProcess

COUNTS = (1, 8, 64)


def measure(counts: tuple[int, ...] = COUNTS) -> dict[str, dict[str, float]]:
    """By number of isolates, in MiB: all processes, server, zygote, each isolate's PSS, and one isolate's RSS."""
    figures = {}
    for count in counts:
        server = ServerProcess(f"--isolates={count}").serving().all_ready()
        try:
            isolates = server.named("isolate")
            own, zygote = pss_mib([server.process.pid]), pss_mib([server.zygote().pid])
            together = pss_mib(isolate.pid for isolate in isolates)
            figures[str(count)] = {
                "total_mib": own + zygote + together,
                "server_mib": own,
                "zygote_mib": zygote,
                "isolate_mib": together / len(isolates),
                "isolate_rss_mib": psutil.Process(isolates[0].pid).memory_info().rss / 2**20,
            }
        finally:
            server.stop()
    return figures
