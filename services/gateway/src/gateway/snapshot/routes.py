"""`GET /api/jobs/{job_id}/snapshot`: a job whole, at a position, from which its stream continues exactly."""

from datetime import UTC, datetime
from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from contracts.ids import JobId
from gateway.access.gate import Gate
from gateway.answers import NOT_KEPT
from gateway.joblog import JobLogs, Projection
from gateway.snapshot.asked import Asked, asked_of
from gateway.snapshot.cut import cut_of
from gateway.snapshot.made import Snapshots
from gateway.snapshot.tags import names, tag_of

ASKED_ANEW: Final = {**NOT_KEPT, "Cache-Control": "private, no-cache"}
"""The reader's own cache may keep it, since no event tells who it is about, and has to ask before it is used: by then
the token may have expired, or the job be erased."""


def snapshot_routes(gate: Gate, jobs: JobLogs) -> list[HTTPRouteHandler]:
    """Build the routes."""
    snapshots = Snapshots(lambda: datetime.now(UTC))

    @get("/api/jobs/{job_id:str}/snapshot", name="snapshot")
    async def snapshot(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = gate.job_id(job_id)
        asked = asked_of(request.query_params)
        await gate.admit(request, job)
        projection = await _read(jobs, job, asked)
        cut = cut_of(projection, asked)
        tag = tag_of(projection, cut, asked)
        headers = {**ASKED_ANEW, "ETag": tag}
        if names(request.headers.getall("if-none-match", []), tag):
            return Response(b"", status_code=304, headers=headers)
        body = snapshots.body(projection, cut, asked, tag)
        return Response(body, media_type="application/json", headers=headers)

    return [snapshot]


async def _read(jobs: JobLogs, job_id: JobId, asked: Asked) -> Projection:
    """Read a job as far as the leader has it; a job that is asked for in pages is held, for the pages to come."""
    if asked.limit is None:
        return await jobs.read(job_id)
    async with jobs.watched(job_id):
        return await jobs.read(job_id)
