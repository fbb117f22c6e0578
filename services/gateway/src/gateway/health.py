"""`GET /health/live` and `/health/ready`: probes."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from eventlog import Connection, PartsMissingError
from gateway.answers import json_answer
from gateway.lifecycle import Lifecycle


def health_routes(connection: Connection, lifecycle: Lifecycle) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @get("/health/live", name="live")
    async def live() -> Response[bytes]:
        return json_answer({"status": "live"})

    @get("/health/ready", name="ready")
    async def ready() -> Response[bytes]:
        """Say whether requests are welcome; where not, what is missing."""
        if lifecycle.draining:
            return json_answer({"status": "draining", "missing": ["gateway"]}, status=503)
        try:
            await connection.check()
        except PartsMissingError as error:
            return json_answer({"status": "not_ready", "missing": error.parts, "detail": str(error)}, status=503)
        return json_answer({"status": "ready", "missing": []})

    return [live, ready]
