"""`GET /api/jobs/{job_id}/stream`, and `GET /api/stream` for many jobs at once."""

from collections.abc import Callable
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ASGIApp

from gateway.access.gate import Gate
from gateway.accesslog import note
from gateway.joblog import JobLog, JobLogs, Viewer
from gateway.lifecycle import Lifecycle
from gateway.limits import StreamLimits, origin_of
from gateway.stream.cursor import cursor_of
from gateway.stream.leased import Leased
from gateway.stream.many.asked import asked_jobs
from gateway.stream.many.source import ManyJobs
from gateway.stream.onejob import OneJob
from gateway.stream.pace import hz_of
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
        hz = hz_of(request.query_params.get("hz"))
        lifecycle.admit()
        grant = await gate.admit(request, job, by_query=True)
        note(request.scope, cursor=cursor)
        ends_at = settings.ends_at(clock())

        def view(log: JobLog) -> Viewer:
            return Viewer(log, cursor, expires_at=grant.expires_at, ends_at=ends_at, clock=clock)

        source = OneJob(jobs, job, cursor, grant, view)
        leased = Leased(source, limits, origin_of(request.scope))
        return StreamResponse(leased, lifecycle, jobs.streamed, settings, hz=hz)

    @get("/api/stream", name="streams")
    async def streams(request: Request[Any, Any, Any]) -> ASGIApp:
        asked = asked_jobs(request.query_params.getall("job", []))
        hz = hz_of(request.query_params.get("hz"))
        lifecycle.admit()
        note(request.scope, jobs=len(asked))
        back_with = request.headers.get("last-event-id")
        source = ManyJobs(jobs, gate, asked, back_with, ends_at=settings.ends_at(clock()), clock=clock)
        leased = Leased(source, limits, origin_of(request.scope))
        return StreamResponse(leased, lifecycle, jobs.streamed, settings, hz=hz)

    return [stream, streams]
