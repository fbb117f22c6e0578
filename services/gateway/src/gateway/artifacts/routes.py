"""`GET /api/jobs/{job_id}/artifacts`, `…/artifacts?ref=…` and `…/artifacts/{name}`."""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from contracts.ids import InvalidIdError, JobId
from contracts.refs import parse_ref
from eventlog import Documents
from gateway.access.gate import Gate
from gateway.answers import NOT_KEPT, json_answer
from gateway.artifacts.media import disposition_of, media_type_of
from gateway.joblog import JobLogs
from gateway.refusals import RefusedError

_INERT: Final = {
    # A document may be what somebody else wrote: nothing in it runs as a part of our pages.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-site",
}


class ArtifactLink(msgspec.Struct, frozen=True, kw_only=True):
    """An artifact and where it is."""

    name: str
    """What it is, as `resume.pdf`; the same in every revision."""
    ref: str
    """The document that it is in this revision: `?ref=` gives it for as long as the job is kept."""
    url: str
    """The path of the newest of its name; it carries no token."""


class ArtifactList(msgspec.Struct, frozen=True, kw_only=True):
    """What the newest revision that ended has made; empty before the first `done`."""

    job_id: str
    """The job."""
    revision: int
    """The newest revision, from 1."""
    artifacts: list[ArtifactLink]
    """What was made; empty before the first end."""


def artifact_routes(gate: Gate, jobs: JobLogs, documents: Documents) -> list[HTTPRouteHandler]:
    """Build the routes."""

    @get("/api/jobs/{job_id:str}/artifacts", name="artifacts")
    async def artifacts(request: Request[Any, Any, Any], job_id: FromPath[str]) -> Response[bytes]:
        job = gate.job_id(job_id)
        ref = request.query_params.get("ref")
        name = None if ref is None else _name_in(str(ref), job)
        await gate.admit(request, job, by_query=True)
        if ref is None or name is None:
            view = (await jobs.read(job)).state.view()
            links = [
                ArtifactLink(name=title, ref=target, url=f"/api/jobs/{job}/artifacts/{title}")
                for title, target in view.artifacts.items()
            ]
            return json_answer(ArtifactList(job_id=job, revision=view.revision, artifacts=links))
        await jobs.require(job)
        return _document(name, await documents.get(str(ref)), {"Content-Disposition": "inline"})

    @get("/api/jobs/{job_id:str}/artifacts/{name:str}", name="artifact")
    async def artifact(request: Request[Any, Any, Any], job_id: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        job = gate.job_id(job_id)
        await gate.admit(request, job, by_query=True)
        ref = (await jobs.read(job)).state.view().artifacts.get(name)
        if ref is None:
            raise RefusedError(
                "the job has no artifact of this name (yet)",
                status=404,
                code="no_such_artifact",
            )
        return _document(name, await documents.get(ref), {"Content-Disposition": disposition_of(name)})

    return [artifacts, artifact]


def _name_in(ref: str, job_id: JobId) -> str:
    """Read the document's name out of a ref.

    Raises:
        RefusedError: It is none (400), or another job's (403).
    """
    try:
        parsed = parse_ref(ref)
    except InvalidIdError as error:
        raise RefusedError(str(error), status=400, code="malformed_ref") from None
    if parsed.job_id != job_id:
        raise RefusedError("this document is another job's", status=403, code="ref_of_another_job")
    return parsed.name


def _document(name: str, content: bytes, headers: dict[str, str]) -> Response[bytes]:
    return Response(
        content,
        media_type=media_type_of(name, content),
        headers={**NOT_KEPT, **_INERT, **headers},
    )
