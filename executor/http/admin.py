"""The HTTP side: metrics for Prometheus, probes for people and load balancers, `/flow/health` for existing dashboards.

Runs in the server's event loop on its own port.
"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web
from prometheus_client import CollectorRegistry, exposition
from prometheus_client.openmetrics import exposition as openmetrics

from executor.http import flow_health, predecessor
from executor.http.hosts import expected_hosts, only_expected
from executor.http.page_files import wants_page
from executor.http.status_page import StatusPage
from executor.observe import status
from executor.observe.metrics import Metrics
from executor.pool.pool import Pool
from executor.pool.readiness import Readiness
from executor.settings import Settings

# At once. Prometheus, probes and a few people's browsers (six each) are far fewer.
MAX_CONNECTIONS = 64

_INDEX = """flow-executor

/             for a browser: state, isolates, calls, warmup and last failures, live
/status.json  what that page shows

/metrics      Prometheus metrics
/flow/health  state, warmup and memory as JSON; 200 when ready, 503 when not
/readyz       200 when scripts can run, 503 when not
/livez        200 while the process can answer
"""


class Admin:
    """The handlers. `application()` makes the aiohttp application."""

    def __init__(self, pool: Pool, readiness: Readiness, metrics: Metrics, settings: Settings) -> None:
        self._pool = pool
        self._readiness = readiness
        self._metrics = metrics
        self._settings = settings
        self._page = StatusPage(pool, readiness, metrics, settings)

    def application(self) -> web.Application:
        """The routes, for an `AppRunner`."""
        application = web.Application(
            middlewares=[only_expected(expected_hosts(self._settings.admin_listen, self._settings))]
        )
        application.add_routes(
            [
                web.get("/", self.index),
                web.get("/metrics", self.metrics),
                web.get("/flow/health", self.flow_health),
                web.get("/flow/health/", self.flow_health),
                web.get("/livez", self.livez),
                web.get("/readyz", self.readyz),
                *predecessor.routes(),
                *self._page.routes(),
            ]
        )
        application.cleanup_ctx.append(self._page.sampling)
        return application

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page for a browser, a list of what is where for all others."""
        if wants_page(request):
            return self._page.files.file(request, "index.html")
        return web.Response(text=_INDEX, headers={"Vary": "Accept"})

    async def metrics(self, request: web.Request) -> web.Response:
        """In OpenMetrics for a scraper that asks for it, else as Prometheus' own text."""
        encode, content_type = _exposition(request.headers.getall("Accept", []))
        return web.Response(
            body=encode(self._metrics.registry), headers={"Content-Type": content_type, "Vary": "Accept"}
        )

    async def flow_health(self, request: web.Request) -> web.Response:
        """The predecessor's health JSON; 503 when scripts cannot run."""
        state = status.read(self._pool, self._readiness, self._metrics.memory.latest)
        headers = {"Content-Type": flow_health.CONTENT_TYPE}
        return web.Response(body=flow_health.body(state), status=200 if state.ready else 503, headers=headers)

    async def livez(self, request: web.Request) -> web.Response:
        """200 as long as the event loop turns."""
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        """200 when scripts can run; otherwise 503 and why."""
        if self._readiness.ready:
            return web.Response(text="ok\n")
        return web.Response(text=f"not ready: {self._readiness.reason}\n", status=503)


# The two families of formats, each in the one version that all scrapers of it read. prometheus_client's own choice
# raises for some headers (a quoted version), and takes the version of one media range for the format of another.
_OPENMETRICS = (
    openmetrics.generate_latest,
    "application/openmetrics-text; version=1.0.0; charset=utf-8",
)
_TEXT = (exposition.generate_latest, "text/plain; version=0.0.4; charset=utf-8")


def _exposition(accept: list[str]) -> tuple[Callable[[CollectorRegistry], bytes], str]:
    """An encoder and its content type: OpenMetrics where the client likes it at least as much as text.

    Any header has an answer: who understands neither still gets text, as scrapers before Prometheus 2 did.
    """
    weights = {"application/openmetrics-text": 0.0, "text/plain": 0.0, "*/*": 0.0}
    for media_range in ",".join(accept).split(","):
        kind, *parameters = (part.strip().lower() for part in media_range.split(";"))
        if kind in weights:
            weights[kind] = max(weights[kind], _weight(parameters))
    wanted = weights["application/openmetrics-text"]
    return _OPENMETRICS if wanted > 0 and wanted >= weights["text/plain"] else _TEXT


def _weight(parameters: list[str]) -> float:
    """The q value, 1 where there is none; what is no number counts as 0."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value.strip().strip('"'))
            except ValueError:
                return 0.0
    return 1.0
