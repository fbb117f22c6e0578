"""`POST /api/pipeline/start`, and `…/run` for callers that cannot follow a stream."""

import re
import time
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler

from contracts.ids import JobId, job_id_for, new_job_id
from gateway.access.gate import COOKIE
from gateway.accesslog import note
from gateway.answers import NOT_KEPT, json_answer
from gateway.joblog import JobLogs, ended
from gateway.refusals import RefusedError
from gateway.snapshot.made import snapshot_of
from gateway.start.body import read_asked
from gateway.start.starter import Started, Starter

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")


class StartAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Where the job is, and the token that opens it. Addresses are path-absolute and carry no token."""

    job_id: str
    """The job, as a UUID in lower case."""
    stream_url: str
    """The path of the stream, from the job's first event on."""
    snapshot_url: str
    """The path of the job's state at the moment in which it is asked for; `Location` as well."""
    access_token: str
    """Opens the job for whoever has it: as `Authorization: Bearer …`, or in the query of a stream under this name."""


def start_routes(starter: Starter, jobs: JobLogs, *, run_timeout_sec: float) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @post("/api/pipeline/start", status_code=202, name="start")
    async def start(request: Request[Any, Any, Any]) -> Response[bytes]:
        started = await starter.start(await read_asked(request), _job_id(request))
        note(request.scope, job_id=started.job_id)
        return _answer(request, started)

    @post("/api/pipeline/run", status_code=200, name="run")
    async def run(request: Request[Any, Any, Any]) -> Response[bytes]:
        started = await starter.start(await read_asked(request), _job_id(request))
        note(request.scope, job_id=started.job_id)
        async with jobs.watched(started.job_id) as log:
            if await ended(log, within_sec=run_timeout_sec):
                return json_answer(snapshot_of(log.projection, datetime.now(UTC)))
        return _answer(request, started)  # it goes on: whoever leaves cancels nothing

    return [start, run]


def _job_id(request: Request[Any, Any, Any]) -> JobId:
    """Make a job id: a random one, or for an `Idempotency-Key` the one that this client's key stands for."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return new_job_id()
    if _KEY.fullmatch(key) is None:
        raise RefusedError(
            "an `Idempotency-Key` has 1 to 200 visible ASCII characters", status=400, code="malformed_idempotency_key"
        )
    return job_id_for(request.client.host if request.client else "", key)


def _answer(request: Request[Any, Any, Any], started: Started) -> Response[bytes]:
    path = f"/api/jobs/{started.job_id}"
    answer = StartAnswer(
        job_id=started.job_id,
        stream_url=f"{path}/stream",
        snapshot_url=f"{path}/snapshot",
        access_token=started.token,
    )
    return Response(
        msgspec.json.encode(answer),
        status_code=202,
        media_type="application/json",
        headers={**NOT_KEPT, "Location": answer.snapshot_url},
        cookies=[
            Cookie(
                key=COOKIE,
                value=started.token,
                path=path,
                max_age=max(0, started.expires_at - int(time.time())),
                httponly=True,
                samesite="strict",
                secure=request.scope["scheme"] == "https",
            )
        ],
    )
