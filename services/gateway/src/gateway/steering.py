"""`POST …/cancel`, `POST …/retry`, `DELETE …`: what changes a job that was started."""

from typing import Any

import msgspec
from litestar import Request, Response, delete, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from contracts.ids import JobId
from eventlog import Jobs, Standing
from gateway.access.gate import Gate
from gateway.answers import json_answer
from gateway.joblog import JobLogs


class SteeredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The revision that the command is about, and where to watch it."""

    revision: int
    """The revision that the job is in from now on, from 1."""
    stream_url: str
    """The path of the stream, from behind what the job had said until then; it carries no token."""


def steering_routes(gate: Gate, jobs: Jobs, logs: JobLogs) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @post("/api/jobs/{job_id:str}/cancel", status_code=202, name="cancel")
    async def cancel(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = await _admitted(request, job_id)
        return steered(job, await jobs.cancel(job, "canceled by the user"))

    @post("/api/jobs/{job_id:str}/retry", status_code=202, name="retry")
    async def retry(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = await _admitted(request, job_id)
        return steered(job, await jobs.retry(job, "retried by the user"))

    @delete("/api/jobs/{job_id:str}", status_code=204, name="erase")
    async def erase(request: Request[Any, Any, Any], job_id: FromPath[str]) -> None:
        job = await _admitted(request, job_id)
        await jobs.erase(job, "erased by the user")
        await logs.look_again(job)  # no live message tells it to who watches

    async def _admitted(request: Request[Any, Any, Any], job_id: str) -> JobId:
        job = gate.job_id(job_id)
        await gate.admit(request, job, changing=True)
        return job

    return [cancel, retry, erase]


def steered(job_id: JobId, standing: Standing) -> Response[bytes]:
    """Answer what the job will be, and where to watch it."""
    answer = SteeredAnswer(
        revision=standing.revision, stream_url=f"/api/jobs/{job_id}/stream?after={standing.position}"
    )
    return json_answer(answer, status=202)
