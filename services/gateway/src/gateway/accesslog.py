"""One canonical line per unit of work: a request, or a stream from its first byte to its last.

Neither query nor headers are ever logged: a token may stand in both. The path is logged as its route.
"""

import time
from typing import Any, Final

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from gateway.metrics import Metrics

_LINE: Final = "canonical_line"
_QUIET: Final = frozenset({"/health/live", "/health/ready", "/metrics"})
_SERVER_ERROR: Final = 500

logger = structlog.get_logger(__name__)


class Line:
    """The line of one unit of work, while it is under way."""

    __slots__ = ("_began", "_method", "_metrics", "fields", "kept", "route", "status")

    def __init__(self, method: str, metrics: Metrics) -> None:
        self.fields: dict[str, Any] = {}
        self.route: str | None = None
        self.status = 0
        self.kept = False
        """Whether the work outlives its request: whoever does it then ends the line."""
        self._method = method
        self._metrics = metrics
        self._began = time.perf_counter()

    def end(self) -> None:
        """Log it, and count what it says. Once."""
        duration_sec = time.perf_counter() - self._began
        said = {
            "method": self._method,
            "route": self.route,
            "status": self.status,
            "duration_ms": round(1000 * duration_sec, 1),
            **self.fields,
        }
        unit = said.pop("unit", "request")
        self._metrics.handled(
            self._method,
            self.route,
            self.status,
            code=self.fields.get("code"),
            duration_sec=None if unit == "stream" else duration_sec,
        )
        if self.status == 0 or self.status >= _SERVER_ERROR:
            logger.warning(unit, **said)
        elif self.route in _QUIET:
            logger.debug(unit, **said)
        else:
            logger.info(unit, **said)


def note(scope: Scope, **fields: Any) -> None:  # noqa: ANN401 - whatever can be logged
    """Add to the line of the request that is being handled."""
    line: Line | None = scope["state"].get(_LINE)
    if line is not None:
        line.fields.update(fields)


def keep_line(scope: Scope) -> Line:
    """Take over the line of a request: it is ended by whoever goes on with the work when the request has returned."""
    line: Line = scope["state"][_LINE]
    line.kept = True
    return line


class AccessLog:
    """Wraps an application, logs what it did, and counts it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, and log it when it has ended, however it ended."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        line = Line(str(scope["method"]), self._metrics)
        scope.setdefault("state", {})[_LINE] = line

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                line.status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            line.route = scope.get("path_template") or None
            if not line.kept:
                line.end()
