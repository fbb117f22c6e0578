"""`GET /metrics`: what this process did and is doing, for Prometheus. No label holds an id, a path or a text."""

from importlib.metadata import version
from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from gateway.workers.gathered import Gathered, told
from gateway.workers.siblings import Siblings

_BUCKETS_SEC: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_NO_ROUTE: Final = "none"
_WORD: Final = "metrics"


class Metrics:
    """The metrics of one gateway, in a registry of its own."""

    def __init__(self, in_use: Collector) -> None:
        """Make them.

        Args:
            in_use: Gives the gateway's own numbers when it is asked.
        """
        self.registry = CollectorRegistry()
        self.registry.register(in_use)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        build = Info("gateway_build", "What is running", registry=self.registry)
        build.info({"version": version("resume-optimizer-gateway")})
        self._requests = Counter(
            "gateway_http_requests",
            "Requests that were answered, streams included, when they ended",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._problems = Counter(
            "gateway_problems", "Answers that were a problem, by its stable code", ["code"], registry=self.registry
        )
        self._durations = Histogram(
            "gateway_http_request_duration_seconds",
            "From a request's first byte to the last of its answer; streams are left out",
            ["route"],
            buckets=_BUCKETS_SEC,
            registry=self.registry,
        )

    def handled(
        self, method: str, route: str | None, status: int, *, code: str | None, duration_sec: float | None
    ) -> None:
        """Count a request.

        Args:
            method: An HTTP method.
            route: The template of its path, None where there is none.
            status: What was answered; 0 where the caller left before.
            code: The problem's, if it was one.
            duration_sec: How long it took, None for a stream.
        """
        route = route or _NO_ROUTE
        self._requests.labels(method, route, str(status)).inc()
        if code is not None:
            self._problems.labels(code).inc()
        if duration_sec is not None:
            self._durations.labels(route).observe(duration_sec)


def metrics_routes(metrics: Metrics, siblings: Siblings | None) -> list[HTTPRouteHandler]:
    """Build the route. Where there are siblings, whoever is asked gives the metrics of all."""
    if siblings is not None:
        siblings.answer(_WORD, lambda: told(metrics.registry))

    @get("/metrics", name="metrics")
    async def scrape(request: Request[Any, Any, Any]) -> Response[bytes]:
        found: Collector = metrics.registry if siblings is None else Gathered(await siblings.ask(_WORD))
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(found), headers={"Content-Type": media_type, "Cache-Control": "no-store"})

    return [scrape]
