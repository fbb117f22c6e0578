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


def note(scope: Scope, **fields: Any) -> None:  # noqa: ANN401 - whatever can be logged
    """Add to the line of the request that is being handled."""
    scope["state"].setdefault(_LINE, {}).update(fields)


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
        scope.setdefault("state", {})
        began = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            fields = scope["state"].get(_LINE, {})
            duration_sec = time.perf_counter() - began
            line = {
                "method": scope["method"],
                "route": scope.get("path_template") or None,
                "status": status,
                "duration_ms": round(1000 * duration_sec, 1),
                **fields,
            }
            self._metrics.handled(
                str(scope["method"]),
                line["route"],
                status,
                code=fields.get("code"),
                duration_sec=None if fields.get("unit") == "stream" else duration_sec,
            )
            if status == 0 or status >= _SERVER_ERROR:
                logger.warning(line.pop("unit", "request"), **line)
            elif line["route"] in _QUIET:
                logger.debug("request", **line)
            else:
                logger.info(line.pop("unit", "request"), **line)
