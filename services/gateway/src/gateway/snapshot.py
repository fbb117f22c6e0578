"""`GET /api/jobs/{job_id}/snapshot`: a job whole, at a position, from which its stream continues exactly."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from contracts.events import timestamp_of
from contracts.snapshot import Snapshot, SnapshotEvent
from gateway.access.gate import Gate
from gateway.answers import json_answer
from gateway.joblog import JobLogs, Projection


def snapshot_routes(gate: Gate, jobs: JobLogs) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @get("/api/jobs/{job_id:str}/snapshot", name="snapshot")
    async def snapshot(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = gate.job_id(job_id)
        await gate.admit(request, job)
        return json_answer(snapshot_of(await jobs.read(job), datetime.now(UTC)))

    return [snapshot]


def snapshot_of(projection: Projection, at: datetime) -> Snapshot:
    """Fold what is shown of a job; the events are the stored JSON."""
    view = projection.state.view()
    seq = projection.position
    return Snapshot(
        job_id=projection.job_id,
        status=view.status,
        revision=view.revision,
        seq=seq,
        state=view,
        events=[SnapshotEvent(seq=at_seq, event=msgspec.Raw(event)) for at_seq, event in projection.shown()],
        stream_url=f"/api/jobs/{projection.job_id}/stream?after={seq}",
        snapshot_at=timestamp_of(at),
    )
