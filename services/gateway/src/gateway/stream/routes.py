"""`GET /api/jobs/{job_id}/stream`."""

from collections.abc import Callable
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ASGIApp

from gateway.access.gate import Gate
from gateway.joblog import JobLog, JobLogs, Viewer
from gateway.lifecycle import Lifecycle
from gateway.limits import StreamLimits, Watched, origin_of
from gateway.stream.cursor import cursor_of
from gateway.stream.response import StreamResponse, StreamSettings


def stream_routes(
    gate: Gate,
    jobs: JobLogs,
    lifecycle: Lifecycle,
    limits: StreamLimits,
    settings: StreamSettings,
    clock: Callable[[], float],
) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @get("/api/jobs/{job_id:str}/stream", name="stream")
    async def stream(request: Request[Any, Any, Any], job_id: FromPath[str]) -> ASGIApp:
        job = gate.job_id(job_id)
        cursor = cursor_of(request.headers.get("last-event-id"), request.query_params.get("after"))
        lifecycle.admit()
        grant = await gate.admit(request, job, by_query=True)
        lease = limits.admit(origin_of(request.scope), Watched(job, grant.token_id))

        def view(log: JobLog) -> Viewer:
            return Viewer(log, cursor, expires_at=grant.expires_at, clock=clock)

        return lease.during(StreamResponse(jobs, lifecycle, settings, job_id=job, cursor=cursor, view=view))

    return [stream]
